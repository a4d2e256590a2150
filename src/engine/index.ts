/** The engine's public API: layers, networks, teams. What fills parameters is in filling.ts, what reads weight files in weights/. */
export { createEngine, type Engine, type EngineOptions, type Layer } from './engine';
export type { FusedActivation } from './emitter/activate';
export type { Accuracy } from './kernels/choose';
export type { ConvolutionLayer, LayerDescription, Layout, LinearLayer, Padding, TransposedConvolutionLayer, TransposedPadding } from './layer';
export { EngineError, type Tensor } from './tensor';
export { runNetwork } from './run/shared';
export type { RunOptions, RunResult } from './run/network';
export { toChannelsFirst, toChannelsLast } from './reference/permute';
export { type Connection, serveTeam } from './run/helper';
export type { Team, TeamLayer } from './run/team';
export { createTeam } from './run/createTeam';
