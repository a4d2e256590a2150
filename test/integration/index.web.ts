/** extensionTestsPath for the web worker extension host: the suites are bundled in, by glob (`suites` is made by the build). */
// mocha 12 is an ES module, whose bundle replaces module.exports of the whole: a test holds the version at 11.
import 'mocha/mocha';

declare const mocha: { setup(options: object): void; run(done: (failures: number) => void): void };
mocha.setup({ ui: 'bdd', reporter: undefined, timeout: 30_000 });

export async function run(): Promise<void> {
  const { count } = await import('convlens-integration-suites');
  if (count === 0) throw new Error('no integration suite was found');
  await new Promise<void>((resolve, reject) => {
    mocha.run((failures) =>
      failures ? reject(new Error(`${failures} tests failed.`)) : resolve(),
    );
  });
}
