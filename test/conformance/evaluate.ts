/** Evaluates a symbolic size as a report prints it, the way Python would: written apart from the product's own reader, which it checks. */

/** Throws on a text that is no expression over the given names. */
export function evaluateSize(text: string, names: ReadonlyMap<string, number>): number {
  const tokens = text.match(/\d+|[A-Za-z_]\w*|\*\*|\/\/|[-+*%(),]|\S/g) ?? [];
  let at = 0;
  const peek = (): string | undefined => tokens[at];
  const take = (token: string): void => {
    if (tokens[at++] !== token) throw new Error(`${text}: ${token} expected`);
  };
  const sum = (): number => {
    let value = term();
    for (let next = peek(); next === '+' || next === '-'; next = peek()) {
      at++;
      const right = term();
      value = next === '+' ? value + right : value - right;
    }
    return value;
  };
  const term = (): number => {
    let value = signed();
    for (let next = peek(); next === '*' || next === '//' || next === '%'; next = peek()) {
      at++;
      const right = signed();
      if (next === '*') value *= right;
      else if (next === '//') value = Math.floor(value / right);
      else value -= right * Math.floor(value / right);
    }
    return value;
  };
  const signed = (): number => {
    if (peek() === '-') {
      at++;
      return -signed();
    }
    const base = atom();
    if (peek() !== '**') return base;
    at++;
    return base ** signed();
  };
  const atom = (): number => {
    const token = tokens[at++];
    if (token === undefined) throw new Error(`${text}: it ends too early`);
    if (/^\d/.test(token)) return Number(token);
    if (token === '(') {
      const value = sum();
      take(')');
      return value;
    }
    if ((token === 'min' || token === 'max') && peek() === '(') {
      at++;
      const values = [sum()];
      while (peek() === ',') {
        at++;
        values.push(sum());
      }
      take(')');
      return Math[token](...values);
    }
    const value = names.get(token);
    if (value === undefined) throw new Error(`${text}: ${token} has no value`);
    return value;
  };
  const value = sum();
  if (at !== tokens.length) throw new Error(`${text}: ${tokens.slice(at).join(' ')} is left over`);
  return value;
}
