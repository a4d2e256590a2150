/** Our syntax tree as S-expressions: what the specs of this folder are written in, and what CPython's tree is compared with. */
import type {
  Annotation,
  Argument,
  Constant,
  Expression,
  FormattedValue,
  Parameter,
  Pattern,
  Statement,
} from '../../../src/analysis/syntax/ast';

export interface PrintSettings {
  /** Write `@start:end` behind expressions: offsets to add to theirs (a unit's start). */
  readonly spans?: number;
  /** `{x=}` as CPython has it: text and a field with `!r`. */
  readonly debugAsText?: boolean;
}

/** Statements one a line, blocks indented by two spaces. */
export function print(body: readonly Statement[], settings: PrintSettings = {}): string {
  return new Printer(settings).block(body, 0).join('\n');
}

export function printExpression(node: Expression, settings: PrintSettings = {}): string {
  return new Printer(settings).expression(node);
}

class Printer {
  constructor(private readonly settings: PrintSettings) {}

  block(body: readonly Statement[], depth: number): string[] {
    return body.flatMap((statement) => this.statement(statement, depth));
  }

  private statement(node: Statement, depth: number): string[] {
    const line = (...parts: readonly (string | null)[]): string =>
      `${'  '.repeat(depth)}${parts.filter((part) => part !== null && part !== '').join(' ')}`;
    const e = (x: Expression): string => this.expression(x);
    const optional = (x: Expression | null): string => (x ? e(x) : '');
    const inner = (x: readonly Statement[]): string[] => this.block(x, depth + 1);
    const otherwise = (x: readonly Statement[], word = 'else'): string[] => (x.length ? [line(word), ...inner(x)] : []);
    switch (node.kind) {
      case 'ExpressionStatement':
        return [line('expr', e(node.value))];
      case 'Assign':
        return [line('assign', ...node.targets.map(e), node.annotation && this.annotation(node.annotation), node.value && `= ${e(node.value)}`)];
      case 'AugmentedAssign':
        return [line('augment', node.operator, e(node.target), e(node.value))];
      case 'Return':
        return [line('return', optional(node.value))];
      case 'Raise':
        return [line('raise', optional(node.exception), node.cause && `from ${e(node.cause)}`)];
      case 'Assert':
        return [line('assert', e(node.test), optional(node.message))];
      case 'Delete':
        return [line('del', ...node.targets.map(e))];
      case 'Pass':
        return [line('pass')];
      case 'Break':
        return [line('break')];
      case 'Continue':
        return [line('continue')];
      case 'Global':
        return [line('global', ...node.names)];
      case 'Nonlocal':
        return [line('nonlocal', ...node.names)];
      case 'Import':
        return [line('import', ...node.names.map((n) => (n.alias === null ? n.name : `(as ${n.name} ${n.alias})`)))];
      case 'ImportFrom':
        return [
          line('from', '.'.repeat(node.level) + node.module, 'import', node.star ? '*' : '',
            ...node.names.map((n) => (n.alias === null ? n.name : `(as ${n.name} ${n.alias})`))),
        ];
      case 'If':
        return [line('if', e(node.test)), ...inner(node.body), ...otherwise(node.otherwise)];
      case 'While':
        return [line('while', e(node.test)), ...inner(node.body), ...otherwise(node.otherwise)];
      case 'For':
        return [line('for', e(node.target), e(node.iterable)), ...inner(node.body), ...otherwise(node.otherwise)];
      case 'With':
        return [
          line('with', ...node.items.map((i) => (i.target ? `(as ${e(i.context)} ${e(i.target)})` : e(i.context)))),
          ...inner(node.body),
        ];
      case 'Try':
        return [
          line('try'),
          ...inner(node.body),
          ...node.handlers.flatMap((h) => [line('except', optional(h.type), h.name), ...inner(h.body)]),
          ...otherwise(node.otherwise),
          ...otherwise(node.finally, 'finally'),
        ];
      case 'Match':
        return [
          line('match', e(node.subject)),
          ...node.cases.flatMap((c) => [
            `  ${line('case', this.pattern(c.pattern), c.guard && `(if ${e(c.guard)})`)}`,
            ...this.block(c.body, depth + 2),
          ]),
        ];
      case 'FunctionDef':
        return [
          ...node.decorators.map((d) => line('decorate', e(d))),
          line(node.isAsync ? 'async' : '', 'def', node.name, this.parameters(node.parameters), node.returns && this.annotation(node.returns, '->')),
          ...inner(node.body),
        ];
      case 'ClassDef':
        return [
          ...node.decorators.map((d) => line('decorate', e(d))),
          line('class', node.name, ...node.bases.map((b) => this.argument(b))),
          ...inner(node.body),
        ];
      case 'OtherStatement':
        return [line('other')];
      case 'ErrorStatement':
        return [line('error'), ...(node.statement ? inner([node.statement]) : [])];
    }
  }

  private parameters(list: readonly Parameter[]): string {
    const marks: Record<Parameter['form'], string> = { normal: '', star: '*', doubleStar: '**', keywordMarker: '*', positionalMarker: '/' };
    const text = list.map((p) => {
      const name = marks[p.form] + p.name;
      if (!p.default && !p.annotation) return name;
      return `(${[name, p.annotation && this.annotation(p.annotation), p.default && `= ${this.expression(p.default)}`].filter(Boolean).join(' ')})`;
    });
    return `(${text.join(' ')})`;
  }

  private annotation({ expression }: Annotation, mark = ':'): string {
    return `${mark} ${this.expression(expression)}`;
  }

  private argument(node: Argument): string {
    const value = this.expression(node.value);
    switch (node.form) {
      case 'positional':
        return value;
      case 'star':
        return `(* ${value})`;
      case 'keyword':
        return `(= ${node.name} ${value})`;
      case 'doubleStar':
        return `(** ${value})`;
    }
  }

  expression(node: Expression): string {
    const { spans } = this.settings;
    const text = this.bare(node);
    // Parentheses around strings and tuples, and a slice's last colon, belong to the node in one parser and not in the other.
    const conventional =
      node.kind === 'Slice' || node.kind === 'Tuple' || node.kind === 'JoinedStr' ||
      (node.kind === 'Constant' && (node.type === 'str' || node.type === 'bytes'));
    return spans === undefined || conventional ? text : `${text}@${node.start + spans}:${node.end + spans}`;
  }

  private bare(node: Expression): string {
    const e = (x: Expression): string => this.expression(x);
    const list = (...parts: readonly (string | null)[]): string => `(${parts.filter((part) => part !== null && part !== '').join(' ')})`;
    switch (node.kind) {
      case 'Name':
        return node.id;
      case 'Constant':
        return constant(node);
      case 'JoinedStr':
        return list('f', ...this.pieces(node.parts));
      case 'List':
        return `[${node.elements.map(e).join(' ')}]`;
      case 'Tuple':
        return list('tuple', ...node.elements.map(e));
      case 'Set':
        return list('set', ...node.elements.map(e));
      case 'Dict':
        return list('dict', ...node.keys.map((k, i) => `(${k ? e(k) : '**'} ${e(node.values[i]!)})`));
      case 'Starred':
        return list('*', e(node.value));
      case 'Attribute':
        return list('.', e(node.value), node.attribute);
      case 'Subscript':
        return list('sub', e(node.value), e(node.index));
      case 'Slice':
        return list('slice', ...[node.lower, node.upper, node.step].map((x) => (x ? e(x) : '_')));
      case 'Call':
        return list('call', e(node.callee), ...node.arguments.map((a) => this.argument(a)));
      case 'BinaryOperation':
        return list(node.operator, e(node.left), e(node.right));
      case 'UnaryOperation':
        return list(`u${node.operator}`, e(node.operand));
      case 'BooleanOperation':
        return list(node.operator, e(node.left), e(node.right));
      case 'Comparison':
        return list('compare', e(node.operands[0]!), ...node.operators.map((o, i) => `${o.replace(' ', '-')} ${e(node.operands[i + 1]!)}`));
      case 'Conditional':
        return list('if', e(node.test), e(node.then), e(node.otherwise));
      case 'Lambda':
        return list('lambda', this.parameters(node.parameters), e(node.body));
      case 'Comprehension':
        return list(
          `${node.form}-for`, e(node.element), node.value && e(node.value),
          ...node.clauses.map((c) => list('in', e(c.target), e(c.iterable), ...c.conditions.map((x) => list('if', e(x))))),
        );
      case 'NamedExpression':
        return list(':=', e(node.target), e(node.value));
      case 'Yield':
        return list(node.from ? 'yield-from' : 'yield', node.value && e(node.value));
      case 'Await':
        return list('await', e(node.value));
      case 'ErrorExpression':
        return list('error', node.child && e(node.child));
    }
  }

  private pieces(parts: readonly (string | FormattedValue)[]): string[] {
    if (!this.settings.debugAsText) return parts.map((p) => (typeof p === 'string' ? quoted(p) : this.field(p)));
    const plain: (string | FormattedValue)[] = [];
    const add = (text: string): void => {
      const last = plain.length - 1;
      if (typeof plain[last] === 'string') plain[last] += text;
      else plain.push(text);
    };
    for (const part of parts)
      if (typeof part === 'string') add(part);
      else if (part.debug === null) plain.push(part);
      else {
        add(part.debug);
        plain.push({ ...part, debug: null, conversion: part.conversion || (part.spec ? '' : 'r') });
      }
    return plain.map((p) => (typeof p === 'string' ? quoted(p) : this.field(p)));
  }

  private field(p: FormattedValue): string {
    return `{${[
      p.debug === null ? '' : `${quoted(p.debug)}=`,
      this.expression(p.value),
      p.conversion && `!${p.conversion}`,
      p.spec && `:${this.pieces(p.spec.parts).join(' ')}`,
    ].filter(Boolean).join(' ')}}`;
  }

  private pattern(p: Pattern): string {
    const list = (...parts: readonly (string | null)[]): string => `(${parts.filter((part) => part !== null && part !== '').join(' ')})`;
    switch (p.kind) {
      case 'ValuePattern':
        return this.expression(p.value);
      case 'CapturePattern':
        return list('bind', p.name ?? '_');
      case 'StarPattern':
        return list('rest', p.name ?? '_');
      case 'SequencePattern':
        return `[${p.patterns.map((x) => this.pattern(x)).join(' ')}]`;
      case 'MappingPattern':
        return list('dict', ...p.keys.map((k, i) => `(${this.expression(k)} ${this.pattern(p.patterns[i]!)})`), p.rest && `(** ${p.rest})`);
      case 'ClassPattern':
        return list('call', this.expression(p.cls), ...p.patterns.map((x) => this.pattern(x)), ...p.keywords.map((k) => `(= ${k.name} ${this.pattern(k.pattern)})`));
      case 'OrPattern':
        return list('or', ...p.patterns.map((x) => this.pattern(x)));
      case 'AsPattern':
        return list('as', this.pattern(p.pattern), p.name);
    }
  }
}

/** A string in double quotes, plain ASCII. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function constant({ type, value }: Constant): string {
  switch (type) {
    case 'none':
      return 'None';
    case 'bool':
      return value === true ? 'True' : 'False';
    case 'ellipsis':
      return '...';
    case 'int':
    case 'bigint':
      return String(value);
    case 'float':
      return Number.isInteger(value) && Math.abs(value as number) < 1e16 ? `${value as number}.0` : String(value);
    case 'complex':
      return `${value as number}j`;
    case 'str':
      return quoted(value as string);
    case 'bytes':
      return `b${quoted(value as string)}`;
  }
}
