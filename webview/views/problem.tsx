/** A failing step's arithmetic with its fixes, and an unknown step's reason with its line. */
import type { JSX } from 'preact';
import type { ProblemReport } from '../../src/analysis/report/report';
import { usePage } from '../app/context';
import { Link } from '../app/controls';
import type { Step } from '../model/steps';
import { useSpeech } from '../text/speech';

export function Problem({ problem }: { problem: ProblemReport }): JSX.Element {
  const page = usePage();
  const { t } = useSpeech();
  const index = page.snapshot.problems.indexOf(problem);
  const fixes = problem.fixes
    .map((fix, at) => ({ fix, at }))
    .sort((a, b) => Number(b.fix.preferred) - Number(a.fix.preferred))
    .slice(0, 3);
  return (
    <div class="problem">
      <p>
        <code>{problem.message}</code>
      </p>
      <div class="actions">
        {fixes.map(({ fix, at }, k) => (
          <button
            key={fix.title}
            type="button"
            class={k === 0 ? 'primary' : ''}
            onClick={() =>
              page.send({
                type: 'fix.apply',
                version: page.snapshot.version,
                problem: index,
                fix: at,
              })
            }
          >
            {fix.title}
          </button>
        ))}
        <button type="button" onClick={() => page.reveal(problem.place)}>
          {t('showInCode')}
        </button>
        <span class="muted rule">{problem.rule}</span>
      </div>
    </div>
  );
}

export function Reason({ step }: { step: Step }): JSX.Element {
  const page = usePage();
  const { t } = useSpeech();
  const { reasonPlace } = step;
  const line = page.lineOf(reasonPlace);
  return (
    <div class="reason">
      <p>
        {step.reason}
        {reasonPlace ? (
          <>
            {' '}
            <Link onClick={() => page.reveal(reasonPlace)}>
              {line === null ? t('showInCode') : t('line', { n: line })}
            </Link>
          </>
        ) : null}
      </p>
    </div>
  );
}
