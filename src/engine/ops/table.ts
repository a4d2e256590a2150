/** All operators the engine runs, by PyTorch's functional names. */
import type { Operator, OperatorTable } from './call';
import { convolutionOperators } from './convolution';
import { creationOperators } from './creation';
import { elementwiseOperators } from './elementwise';
import { einopsOperators } from './einops';
import { normalisationOperators } from './normalisation';
import { poolingOperators } from './pooling';
import { productOperators } from './products';
import { reductionOperators } from './reductions';
import { viewOperators } from './views';

const table: OperatorTable = {
  ...elementwiseOperators,
  ...reductionOperators,
  ...creationOperators,
  ...viewOperators,
  ...poolingOperators,
  ...normalisationOperators,
  ...convolutionOperators,
  ...productOperators,
  ...einopsOperators,
  // einops' repeat has a pattern, the tensor's method counts; both are recorded under one name.
  repeat: (call) => (call.argument('pattern') === null ? viewOperators : einopsOperators)[call.argument('pattern') === null ? 'repeat' : 'einops_repeat']!(call),
};

/** The operator of a name; one that works in place (`relu_`) is the plain one. Undefined where there is none. */
export function findOperator(name: string): Operator | undefined {
  return own(name) ?? (name.endsWith('_') ? own(name.slice(0, -1)) : undefined);
}

function own(name: string): Operator | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** The names of all operators, sorted. */
export function operatorNames(): string[] {
  return Object.keys(table).sort();
}
