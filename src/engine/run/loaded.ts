/** What is loaded when a network is first run: its runner with all operators, and the kernels it runs on. One part, so that few files are fetched. */
export { kernelsFor } from '../kernels/forNetworks';
export { runNetwork } from './network';
