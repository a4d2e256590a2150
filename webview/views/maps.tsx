/** The Maps view: the output feature maps of a step of the person's own model, on a picture. */
import { useMemo } from 'preact/hooks';
import type { JSX } from 'preact';
import { usePage } from '../app/context';
import { useStable } from '../app/stable';
import { useNumbers } from '../compute/provider';
import { drawsMaps } from '../model/settings';
import type { Step } from '../model/steps';
import { operationOf } from '../stage/operation';
import { useSpeech } from '../text/speech';
import { ComputeState, NeedNumbers } from './computeState';
import { LayerBar } from './layerBar';
import { useShownStep } from './layer';
import { Maps } from './mapGrid';
import { PictureRow } from './pictureRow';
import { ValuesRow } from './valuesRow';

export function MapsView(): JSX.Element {
  const shown = useShownStep();
  const { t } = useSpeech();
  if (!shown) return <p class="muted">{t('nothingSelected')}</p>;
  return <MapsOf step={shown.step} key={`${shown.step.key.path}#${shown.step.key.call}`} />;
}

function MapsOf({ step }: { step: Step }): JSX.Element {
  const page = usePage();
  const { t } = useSpeech();
  const { snapshot, state } = page;
  const { graph } = snapshot;
  const output = graph?.nodes[step.nodes.at(-1) ?? -1]?.outputs[0];
  const named = (shape: Step['output']): boolean =>
    shape?.some((size, axis) => typeof size === 'string' && axis > 0) ?? false;
  const symbolic = named(step.output);
  const inputSymbolic = snapshot.model?.inputs.some((input) => named(input.shape)) ?? false;
  const operation = useStable(useMemo(() => operationOf(graph, step.nodes), [graph, step]));
  const convolution = operation.kind === 'convolution' ? operation : null;
  const runnable =
    output !== undefined &&
    step.status !== 'failed' &&
    step.status !== 'not-reached' &&
    !inputSymbolic &&
    !symbolic;
  const wanted = useMemo(
    () =>
      runnable && output !== undefined
        ? [output, ...(convolution ? [convolution.weight] : [])]
        : [],
    [runnable, output, convolution?.weight],
  );
  const computed = useNumbers(runnable ? step : null, wanted, state.maps.scope === 'network');
  const numbers = output === undefined ? undefined : computed.tensors.get(output);
  return (
    <>
      <LayerBar step={step} />
      {step.status === 'failed' ? (
        <p class="muted">{t('layerFailed')}</p>
      ) : step.status === 'not-reached' ? (
        <p class="muted">{t('layerNotReached')}</p>
      ) : inputSymbolic || symbolic ? (
        <NeedNumbers />
      ) : output === undefined ? (
        <p class="muted">{t('noGraph')}</p>
      ) : (
        <>
          <PictureRow />
          <ComputeState computed={computed} step={step} />
          {numbers ? (
            drawsMaps(step) ? (
              <Maps
                step={step}
                numbers={numbers}
                networkRange={computed.networkRange}
                convolution={convolution}
                weights={convolution ? computed.tensors.get(convolution.weight) : undefined}
                made={computed.made}
              />
            ) : (
              <ValuesRow step={step} numbers={numbers} />
            )
          ) : null}
        </>
      )}
    </>
  );
}
