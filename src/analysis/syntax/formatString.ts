/** f-strings: the parser gives their expressions; literal text, conversions and format specifications are read from the source around them. */
import type * as ast from './ast';
import type { RawNode } from './lower';

/** Reads one f-string node; `spanOf` maps a range of the parsed text, `lower` makes our expression of the parser's. */
export function formatString(
  node: RawNode,
  text: string,
  spanOf: (range: { readonly start: number; readonly length: number }) => { start: number; end: number },
  lower: (node: RawNode) => ast.Expression,
): ast.JoinedStr {
  const span = spanOf(node);
  const { token, fieldExprs, formatExprs } = node.d;
  const expressions = [...(fieldExprs as RawNode[]), ...(formatExprs as RawNode[])].sort((a, b) => a.start - b.start);
  const from = token.start + token.length;
  const to = Math.max(from, node.start + node.length - (token.quoteMarkLength ?? 1));
  const raw = /r/i.test(text.slice(token.start, token.start + token.prefixLength));
  let at = from;

  /** Pieces up to `end`, or to the closing brace of a specification. */
  function pieces(inSpecification: boolean): (string | ast.FormattedValue)[] {
    const parts: (string | ast.FormattedValue)[] = [];
    let literal = '';
    const flush = (): void => {
      if (literal) parts.push(raw ? literal : unescape(literal));
      literal = '';
    };
    while (at < to) {
      const c = text[at]!;
      if (c === '{' && text[at + 1] === '{' && !inSpecification) {
        literal += '{';
        at += 2;
      } else if (c === '}' && text[at + 1] === '}' && !inSpecification) {
        literal += '}';
        at += 2;
      } else if (c === '}') {
        if (inSpecification) break;
        literal += c;
        at++;
      } else if (c === '\\' && !raw) {
        // Two characters at least, so that `\\{x}` is a backslash and a field, and the braces of `\N{…}` are no field.
        const escape = /^\\(?:N\{[^}]*\}|[^{}])?/.exec(text.slice(at, Math.min(to, at + 100)))![0];
        literal += escape;
        at += escape.length;
      } else if (c === '{') {
        flush();
        parts.push(field());
      } else {
        literal += c;
        at++;
      }
    }
    flush();
    return parts;
  }

  function field(): ast.FormattedValue {
    const start = at++;
    const index = expressions.findIndex((e) => e.start >= at);
    const expression = index < 0 ? undefined : expressions[index];
    let value: ast.Expression = { kind: 'ErrorExpression', start: span.start, end: span.end, child: null };
    const textStart = at;
    if (expression) {
      expressions.splice(0, index + 1);
      value = lower(expression);
      at = expression.start + expression.length;
    }
    while (at < to && (text[at] === ')' || /\s/.test(text[at]!))) at++;
    let debug: string | null = null;
    if (text[at] === '=' && text[at + 1] !== '=') {
      at++;
      while (at < to && /\s/.test(text[at]!)) at++;
      debug = text.slice(textStart, at);
    }
    let conversion: ast.FormattedValue['conversion'] = '';
    if (text[at] === '!' && /[rsa]/.test(text[at + 1] ?? '')) {
      conversion = text[at + 1] as 'r' | 's' | 'a';
      at += 2;
    }
    let spec: ast.JoinedStr | null = null;
    if (text[at] === ':') {
      at++;
      spec = { kind: 'JoinedStr', start: span.start, end: span.end, parts: pieces(true) };
    }
    // Whatever else stands there is broken code: go on after the brace.
    while (at < to && text[at] !== '}') at++;
    at++;
    return { kind: 'FormattedValue', ...spanOf({ start, length: Math.min(at, to) - start }), value, conversion, spec, debug };
  }

  return { kind: 'JoinedStr', ...span, parts: pieces(false) };
}

const simple: Readonly<Record<string, string>> = {
  n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"', a: '\x07', b: '\b', f: '\f', v: '\v', '\n': '', '\r\n': '', '\r': '',
};

/** A string literal's text without its escapes. */
export function unescape(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|[0-7]{1,3}|\r\n|[\s\S])/g,
    (whole, code: string) => {
      if (code in simple) return simple[code]!;
      if (code[0] === 'N' && code.length > 1) return '\ufffd';
      const octal = /^[0-7]/.test(code);
      if (!octal && code.length === 1) return whole;
      const point = octal ? parseInt(code, 8) : parseInt(code.slice(1), 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    },
  );
}
