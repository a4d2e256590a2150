/** Types of bundleSuites.mjs, for its unit test. */
export declare function checkMocha(manifest: { version: string; type?: string }): void;
export declare function bundleSuites(): Promise<number>;
