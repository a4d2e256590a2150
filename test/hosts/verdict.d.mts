/** Types of verdict.mjs, for its unit test. */
export declare class Verdict {
  server(text: string): void;
  window(message: readonly unknown[]): void;
  decide(code: number): { code: number; doubts: string[] };
}
