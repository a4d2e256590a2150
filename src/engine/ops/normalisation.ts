/** Normalisation, softmax and embedding as graph nodes. */
import { indexSelect } from '../reference/indexing';
import {
  batchNorm,
  channelMoments,
  groupNorm,
  layerNorm,
  localResponseNorm,
  normalize,
  rmsNorm,
  softmax,
} from '../reference/normalisation';
import { map } from '../reference/elementwise';
import { refuse } from '../tensor';
import type { Operator, OperatorTable } from './call';
import { legacySoftmaxAxis } from './elementwise';

const batch: Operator = (call) => {
  const input = call.tensor('input');
  const [mean, variance] =
    call.flag('training') || call.argument('running_mean') === null
      ? channelMoments(input)
      : [call.tensor('running_mean').data, call.tensor('running_var').data];
  const eps = call.number('eps', 1e-5);
  return batchNorm(input, mean, variance, call.data('weight'), call.data('bias'), eps, (x, scale, shift) => call.kernels.scaleChannels(x, scale, shift));
};

const instance: Operator = (call) => {
  const input = call.tensor('input');
  const [weight, bias, eps] = [call.data('weight'), call.data('bias'), call.number('eps', 1e-5)];
  if (!call.flag('use_input_stats', true))
    return batchNorm(input, call.tensor('running_mean').data, call.tensor('running_var').data, weight, bias, eps);
  const channels = input.shape[1] ?? refuse('instance_norm needs channels');
  return groupNorm(input, channels, weight, bias, eps);
};

const soft =
  (logarithm: boolean, negative = false): Operator =>
  (call) => {
    const whole = call.tensor('input');
    const input = negative ? map(whole, (x) => -x) : whole;
    return softmax(input, call.number('dim', legacySoftmaxAxis(input)), logarithm);
  };

export const normalisationOperators: OperatorTable = {
  batch_norm: batch,
  instance_norm: instance,
  group_norm: (call) => groupNorm(call.tensor('input'), call.number('num_groups'), call.data('weight'), call.data('bias'), call.number('eps', 1e-5)),
  layer_norm: (call) =>
    layerNorm(call.tensor('input'), call.numbers('normalized_shape'), call.data('weight'), call.data('bias'), call.number('eps', 1e-5)),
  rms_norm: (call) => rmsNorm(call.tensor('input'), call.numbers('normalized_shape'), call.data('weight'), call.number('eps', 2 ** -23)),
  normalize: (call) => normalize(call.tensor('input'), call.number('p', 2), call.number('dim', 1), call.number('eps', 1e-12)),
  local_response_norm: (call) =>
    localResponseNorm(call.tensor('input'), call.number('size'), call.number('alpha', 1e-4), call.number('beta', 0.75), call.number('k', 1)),
  softmax: soft(false),
  log_softmax: soft(true),
  softmin: soft(false, true),
  embedding: (call) => {
    const [index, weight] = [call.tensor('input'), call.tensor('weight')];
    const rows = indexSelect(weight, 0, { shape: [index.data.length], data: index.data });
    return { shape: [...index.shape, ...weight.shape.slice(1)], data: rows.data };
  },
};
