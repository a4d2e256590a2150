/** Made by the build: imports every suite. */
declare module 'convlens-integration-suites' {
  export const count: number;
}
