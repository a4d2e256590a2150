// Decides whether a test run inside VS Code was a success. Its exit code alone proves nothing: VS Code reports 0 when the extension
// host has died, and a bundle that lost its tests ends with 0 as well.

const hostDied = /Extension Host Process exited with code: (?!0,)(\S+), signal: (\w+)/;
const socketClosed = /^\[remote-connection\]\[ExtensionHost\].*received socket close event/;

export class Verdict {
  #passing = 0;
  #failing = 0;
  #doubts = new Set();
  #rest = '';

  /** Output of VS Code's server, in whatever pieces it arrives. */
  server(text) {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop();
    for (const line of lines) {
      const [, code, signal] = hostDied.exec(line) ?? [];
      if (code) this.#doubts.add(`the extension host died (code ${code}, signal ${signal})`);
    }
  }

  /** One console message of the window, as its arguments: the log of the workbench and the reporter of the tests. */
  window(message) {
    const [first, second] = message;
    const text = String(first);
    if (socketClosed.test(text)) this.#doubts.add('the connection to the extension host broke');
    // mocha's reporter for browsers leaves the number to the console: '  %d passing', 12.
    for (const [, number, word] of text.matchAll(/(%d|\d+) (passing|failing)/g)) {
      const count = Number(number === '%d' ? second : number);
      if (word === 'passing') this.#passing = count;
      else this.#failing = count;
    }
  }

  /** The exit code that is deserved, and why 0 is refused. */
  decide(code) {
    if (code !== 0) return { code, doubts: [] };
    const doubts = [...this.#doubts];
    if (!(this.#passing > 0)) doubts.push('no "N passing" with N > 0 was printed');
    if (this.#failing > 0) doubts.push(`${this.#failing} failing`);
    return { code: doubts.length ? 1 : 0, doubts };
  }
}
