/** The engine's public API: operators, networks, filling of parameters, hand-set kernels. */
export { EngineError, type Tensor } from './tensor';
export { defaultInitialisation, type Framework, initialise, type ParameterRole } from './initialise';
export { handSetKernels, type HandSetKernel, handSetWeight } from './handSet';
export { operatorNames } from './ops/table';
export { type RunOptions, type RunResult, runNetwork } from './run/network';
export { toChannelsFirst, toChannelsLast } from './reference/permute';
