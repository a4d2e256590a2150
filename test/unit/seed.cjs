// The random numbers of the property tests: the same in every run, or those of CONVLENS_SEED.
require('fast-check').configureGlobal({ seed: Number(process.env.CONVLENS_SEED ?? 20261124) });
