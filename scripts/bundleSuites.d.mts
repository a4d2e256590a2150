/** Types of bundleSuites.mjs, for its unit test. */
export declare function checkMocha(manifest: { version: string; type?: string }): void;
export declare function bundleSuites(run: {
  host: 'node' | 'web';
  vscode: string | null;
  installed: boolean;
}): Promise<number>;
