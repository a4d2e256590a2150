/** Types of readme.mjs, for the test of the manifest. */
export declare function withTables(
  readme: string,
  manifest: object,
  texts: Readonly<Record<string, string>>,
): string;
