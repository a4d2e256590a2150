/** The public API of what fills parameters: initialisation rules and hand-set kernels. */
export { defaultInitialisation, type Framework, initialise, type ParameterRole } from './initialise';
export { handSetKernels, type HandSetKernel, handSetWeight } from './handSet';
