/** Weight files: reading them and matching their names to a model's. */
export { type WeightEntry, type WeightFile, type WeightLimits, WeightsError } from './file';
export { type Match, type MatchRow, matchWeights, type Wanted, weightsFor } from './match';
export { readWeights } from './read';
