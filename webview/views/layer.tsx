/** The Layer view: one step, drawn as a sliding window, as a matrix, or as numbers only. */
import { useMemo } from 'preact/hooks';
import type { JSX } from 'preact';
import { usePage } from '../app/context';
import { Fact, Segmented } from '../app/controls';
import { useStable } from '../app/stable';
import { useNumbers } from '../compute/provider';
import { macsOf } from '../model/counts';
import type { Step } from '../model/steps';
import { inputKind, namesFor } from '../pictures/picture';
import { LinearStage } from '../stage/linear';
import { MatrixStage } from '../stage/matrix';
import { NumbersOnly } from '../stage/numbersOnly';
import { operationOf, sizesOf } from '../stage/operation';
import { sceneOf, wantedBy } from '../stage/scene';
import { Slide } from '../stage/slide';
import { useSpeech } from '../text/speech';
import { ComputeState, NeedNumbers } from './computeState';
import { KernelChoice } from './kernelChoice';
import { LayerBar } from './layerBar';
import { Problem, Reason } from './problem';

/** The step a view shows. */
export function useShownStep(): { step: Step; index: number } | null {
  const { steps, selected } = usePage();
  const step = steps[selected];
  return step ? { step, index: selected } : null;
}

export function LayerView(): JSX.Element {
  const shown = useShownStep();
  const { t } = useSpeech();
  if (!shown) return <p class="muted">{t('nothingSelected')}</p>;
  return <LayerOf step={shown.step} key={`${shown.step.key.path}#${shown.step.key.call}`} />;
}

function LayerOf({ step }: { step: Step }): JSX.Element {
  const page = usePage();
  const { t, count } = useSpeech();
  const { snapshot, state } = page;
  const { graph } = snapshot;
  const operation = useStable(useMemo(() => operationOf(graph, step.nodes), [graph, step]));
  const wanted = useMemo(() => wantedBy(operation), [operation]);
  const drawable =
    operation.kind !== 'numbers' && step.status !== 'failed' && step.status !== 'not-reached';
  const computed = useNumbers(drawable ? step : null, wanted, false);
  const first = operation.kind !== 'numbers' && (graph?.inputs.includes(operation.input) ?? false);
  const inputShape = graph && operation.kind !== 'numbers' ? sizesOf(graph, operation.input) : null;
  const grey =
    first &&
    inputShape !== null &&
    namesFor(inputKind(inputShape, 'float')).length > 0 &&
    inputKind(inputShape, 'float') === 'picture';
  const scene = useMemo(
    () => sceneOf(operation, computed.tensors, grey),
    [operation, computed.tensors, grey],
  );
  const convolution = operation.kind === 'convolution';
  const matrix = convolution && state.layer.drawing === 'matrix';
  const row = step.row;
  const switcher = convolution ? (
    <Segmented
      label={t('drawnAs')}
      items={[
        ['slide', t('slide')],
        ['matrix', t('matrix')],
      ]}
      value={state.layer.drawing}
      onPick={(drawing) => page.set({ layer: { ...state.layer, drawing } })}
    />
  ) : null;
  return (
    <>
      <LayerBar step={step} extra={switcher} />
      <dl class="facts">
        {step.params !== 0 ? (
          <Fact
            label={t('parameters')}
            value={count(step.params)}
            detail={row?.explanation.params?.replace(/ = [\d.,]+$/, '')}
          />
        ) : null}
        {step.macs !== 0 && step.status !== 'failed' && step.status !== 'not-reached' ? (
          <Fact label={t('macs')} value={count(macsOf(step, state.macs))} />
        ) : null}
        {row?.receptiveField ? (
          <Fact label={t('receptiveField')} value={row.receptiveField.join('×')} />
        ) : null}
      </dl>
      {step.status === 'failed' ? (
        <>
          {step.problem ? <Problem problem={step.problem} /> : null}
          <p class="muted">{t('layerFailed')}</p>
        </>
      ) : step.status === 'not-reached' ? (
        <p class="muted">{t('layerNotReached')}</p>
      ) : operation.kind === 'numbers' ? (
        <>
          {operation.why === 'symbolic' ? <NeedNumbers /> : null}
          {operation.why === 'unknown' && step.reason ? <Reason step={step} /> : null}
          <NumbersOnly step={step} why={operation.why} />
        </>
      ) : (
        <>
          <ComputeState computed={computed} step={step} />
          {operation.kind === 'linear' ? (
            <LinearStage operation={operation} tensors={computed.tensors} />
          ) : scene ? (
            matrix ? (
              <MatrixStage
                scene={scene}
                params={typeof step.params === 'number' && step.params > 0 ? step.params : null}
                inputSize={
                  scene.inputs[0]
                    ? scene.inputs[0].channels * scene.inputs[0].height * scene.inputs[0].width
                    : 0
                }
                outputSize={scene.output.channels * scene.output.height * scene.output.width}
                out={Math.min(state.layer.outChannel, scene.output.channels - 1)}
              />
            ) : (
              <Slide scene={scene} pictureInput={grey && !computed.standIn}>
                {first && operation.kind === 'convolution' ? (
                  <KernelChoice
                    operation={operation}
                    out={Math.min(state.layer.outChannel, operation.outChannels - 1)}
                    weights={computed.tensors.get(operation.weight)}
                  />
                ) : null}
              </Slide>
            )
          ) : null}
        </>
      )}
    </>
  );
}
