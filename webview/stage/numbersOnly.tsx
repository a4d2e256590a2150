/** A layer without a flat picture: why, and everything that is known of it as numbers. */
import type { JSX } from 'preact';
import { usePage } from '../app/context';
import { Fact } from '../app/controls';
import { settingsOf, sizeText } from '../model/settings';
import type { Step } from '../model/steps';
import { useSpeech } from '../text/speech';
import type { NumbersOperation } from './operation';

export function NumbersOnly({
  step,
  why,
}: {
  step: Step;
  why: NumbersOperation['why'];
}): JSX.Element {
  const page = usePage();
  const { t, shape } = useSpeech();
  const sentence = {
    dimensions: t('numbersDimensions'),
    symbolic: t('numbersSymbolic'),
    operation: t('numbersOperation', { op: step.type }),
    unknown: t('numbersUnknown'),
    size: t('numbersSize'),
  }[why];
  const settings = Object.entries(settingsOf(step, page.snapshot.graph)).flatMap(
    ([name, value]) => {
      const text = typeof value === 'boolean' ? String(value) : sizeText(value);
      return text === null ? [] : [[name, text] as const];
    },
  );
  const inputs = step.row?.inputs ?? (step.input ? [step.input] : []);
  const outputs = step.row?.outputs ?? (step.output ? [step.output] : []);
  return (
    <div class="numbers-only">
      <p class="muted">{sentence}</p>
      <dl class="facts">
        {inputs.map((input, k) => (
          <Fact key={`in${k}`} label={t('input')} value={shape(input)} />
        ))}
        {outputs.map((output, k) => (
          <Fact key={`out${k}`} label={t('output')} value={shape(output)} />
        ))}
      </dl>
      {settings.length > 0 ? (
        <>
          <h3>{t('settings')}</h3>
          <table class="settings-table">
            <tbody>
              {settings.map(([name, text]) => (
                <tr key={name}>
                  <th scope="row">
                    <code>{name}</code>
                  </th>
                  <td>
                    <code>{text}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      ) : null}
    </div>
  );
}
