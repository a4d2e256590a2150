// Stands in for the native logger @vscode/spdlog: the calls VS Code makes, as plain appends to the log file.
const fs = require('node:fs');
const path = require('node:path');

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];

class Logger {
  #file;
  #level = levels.indexOf('info');
  #withTime = true;

  constructor(file) {
    this.#file = file;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.appendFileSync(file, '');
    for (const [level, name] of levels.entries()) this[name] = (text) => this.#write(level, text);
  }

  #write(level, text) {
    if (level < this.#level) return;
    try {
      const time = this.#withTime ? `${new Date().toISOString()} ` : '';
      fs.appendFileSync(this.#file, `${time}${text}\n`);
    } catch {
      // The folder of a finished run is gone.
    }
  }

  getLevel() {
    return this.#level;
  }
  setLevel(level) {
    this.#level = level;
  }
  clearFormatters() {
    this.#withTime = false;
  }
  setPattern() {}
  flush() {}
  drop() {}
}

const create = async (_name, file) => new Logger(file);

// One assignment each: only so does Node see them as names that a module can import.
exports.version = 0;
exports.Logger = class extends Logger {
  constructor(_kind, _name, file) {
    super(file);
  }
};
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
