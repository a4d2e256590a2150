/** The engine's public API: layers, networks, filling of parameters, hand-set kernels. */
export { createEngine, type Engine, type EngineOptions, type Layer } from './engine';
export type { FusedActivation } from './emitter/activate';
export type { Accuracy } from './kernels/choose';
export type { ConvolutionLayer, LayerDescription, Layout, LinearLayer, Padding, TransposedConvolutionLayer, TransposedPadding } from './layer';
export { EngineError, type Tensor } from './tensor';
export { defaultInitialisation, type Framework, initialise, type ParameterRole } from './initialise';
export { handSetKernels, type HandSetKernel, handSetWeight } from './handSet';
export { runNetwork } from './run/shared';
export type { RunOptions, RunResult } from './run/network';
export { toChannelsFirst, toChannelsLast } from './reference/permute';
export { type Connection, serveTeam } from './run/helper';
export type { Team, TeamLayer } from './run/team';
export { createTeam } from './run/createTeam';
