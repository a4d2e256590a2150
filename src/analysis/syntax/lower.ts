/**
 * Lowers pyright's tree to our own. Over 400 lines: one case a node kind, and each is short.
 *
 * The parser's nodes are read through a loose type on purpose: its typings use const enums that a bundler cannot read, and our tree is the contract.
 */
import type * as ast from './ast';
import { formatString, unescape } from './formatString';
import {
  augmentedOperators,
  binaryOperators,
  booleanOperators,
  comparisonOperators,
  keywords,
  kinds,
  stringFlags,
  unaryOperators,
} from './pyrightKinds';

/** A node of the parser. */
export interface RawNode {
  readonly nodeType: number;
  readonly start: number;
  readonly length: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- see the head of the file
  readonly d: any;
}

export interface LowerOptions {
  readonly text: string;
  /** Maps an offset of the parsed text to the user's. */
  readonly map: (offset: number) => number;
  /** True where the repair put something in. */
  readonly inserted: ((offset: number) => boolean) | null;
  /** True when the repair touched the range. */
  readonly touched: ((start: number, end: number) => boolean) | null;
}

/** Deeper expressions are no code that a person writes; they would overflow the stack. */
const DEEPEST = 400;

export class Lowering {
  private depth = 0;
  constructor(private readonly options: LowerOptions) {}

  private span(node: { readonly start: number; readonly length: number }): { start: number; end: number } {
    const { map } = this.options;
    return { start: map(node.start), end: map(node.start + node.length) };
  }

  // ---- statements ---------------------------------------------------------------------------------------------

  statements(nodes: readonly RawNode[]): ast.Statement[] {
    const out: ast.Statement[] = [];
    for (const node of nodes) this.statement(node, out);
    return out;
  }

  private suite(node: RawNode | undefined): ast.Statement[] {
    return node ? this.statements(node.d.statements) : [];
  }

  private statement(node: RawNode, out: ast.Statement[]): void {
    const span = this.span(node);
    const { d } = node;
    switch (node.nodeType) {
      case kinds.StatementList:
        for (const small of d.statements) out.push(this.small(small));
        return;
      case kinds.If:
        out.push({ kind: 'If', ...span, test: this.expression(d.testExpr), body: this.suite(d.ifSuite), otherwise: this.elseOf(d.elseSuite) });
        return;
      case kinds.While:
        out.push({ kind: 'While', ...span, test: this.expression(d.testExpr), body: this.suite(d.whileSuite), otherwise: this.suite(d.elseSuite) });
        return;
      case kinds.For:
        out.push({
          kind: 'For', ...span, target: this.expression(d.targetExpr), iterable: this.expression(d.iterableExpr),
          body: this.suite(d.forSuite), otherwise: this.suite(d.elseSuite),
        });
        return;
      case kinds.Try:
        out.push({
          kind: 'Try', ...span, body: this.suite(d.trySuite),
          handlers: d.exceptClauses.map((c: RawNode) => ({
            kind: 'ExceptHandler', ...this.span(c), type: c.d.typeExpr ? this.expression(c.d.typeExpr) : null,
            name: c.d.name?.d.value ?? null, body: this.suite(c.d.exceptSuite),
          })),
          otherwise: this.suite(d.elseSuite), finally: this.suite(d.finallySuite),
        });
        return;
      case kinds.With:
        out.push({
          kind: 'With', ...span,
          items: d.withItems.map((item: RawNode) => ({
            context: this.expression(item.d.expr), target: item.d.target ? this.expression(item.d.target) : null,
          })),
          body: this.suite(d.suite),
        });
        return;
      case kinds.Function: {
        const body = this.suite(d.suite);
        out.push({
          kind: 'FunctionDef', ...span, name: d.name.d.value, nameStart: this.options.map(d.name.start),
          parameters: this.parameters(d.params), returns: this.annotation(d.returnAnnotation),
          decorators: d.decorators.map((x: RawNode) => this.expression(x.d.expr)), body, isAsync: d.isAsync === true,
          docstring: docstringOf(body),
        });
        return;
      }
      case kinds.Class: {
        const body = this.suite(d.suite);
        out.push({
          kind: 'ClassDef', ...span, name: d.name.d.value, nameStart: this.options.map(d.name.start),
          bases: this.callArguments(d.arguments), decorators: d.decorators.map((x: RawNode) => this.expression(x.d.expr)),
          body, docstring: docstringOf(body),
        });
        return;
      }
      case kinds.Match:
        out.push({
          kind: 'Match', ...span, subject: this.expression(d.expr),
          cases: d.cases.map((c: RawNode) => ({
            kind: 'MatchCase', ...this.span(c), pattern: this.pattern(c.d.pattern),
            guard: c.d.guardExpr ? this.expression(c.d.guardExpr) : null, body: this.suite(c.d.suite),
          })),
        });
        return;
      case kinds.Error:
        out.push({ kind: 'ErrorStatement', ...span, statement: this.errorChild(node, span) });
        return;
      default:
        out.push(this.small(node));
    }
  }

  private elseOf(node: RawNode | undefined): ast.Statement[] {
    if (!node) return [];
    return node.nodeType === kinds.If ? this.statements([node]) : this.suite(node);
  }

  private errorChild(node: RawNode, span: { start: number; end: number }): ast.Statement | null {
    return node.d.child ? { kind: 'ExpressionStatement', ...span, value: this.expression(node.d.child) } : null;
  }

  private small(node: RawNode): ast.Statement {
    const made = this.smallPlain(node);
    // A statement that the repair touched is broken: the session may put its last good version there.
    if (made.kind !== 'ErrorStatement' && this.options.touched?.(node.start, node.start + node.length))
      return { kind: 'ErrorStatement', start: made.start, end: made.end, statement: made };
    return made;
  }

  private smallPlain(node: RawNode): ast.Statement {
    const span = this.span(node);
    const { d } = node;
    switch (node.nodeType) {
      case kinds.Pass:
        return { kind: 'Pass', ...span };
      case kinds.Break:
        return { kind: 'Break', ...span };
      case kinds.Continue:
        return { kind: 'Continue', ...span };
      case kinds.Return:
        return { kind: 'Return', ...span, value: d.expr ? this.expression(d.expr) : null };
      case kinds.Raise:
        return {
          kind: 'Raise', ...span, exception: d.expr ? this.expression(d.expr) : null,
          cause: d.fromExpr ? this.expression(d.fromExpr) : null,
        };
      case kinds.Assert:
        return {
          kind: 'Assert', ...span, test: this.expression(d.testExpr),
          message: d.exceptionExpr ? this.expression(d.exceptionExpr) : null,
        };
      case kinds.Del:
        return { kind: 'Delete', ...span, targets: d.targets.map((t: RawNode) => this.expression(t)) };
      case kinds.Global:
        return { kind: 'Global', ...span, names: d.targets.map((t: RawNode) => t.d.value) };
      case kinds.Nonlocal:
        return { kind: 'Nonlocal', ...span, names: d.targets.map((t: RawNode) => t.d.value) };
      case kinds.Import:
        return {
          kind: 'Import', ...span,
          names: d.list.map((n: RawNode) => ({
            kind: 'ImportName', ...this.span(n), name: moduleName(n.d.module), alias: n.d.alias?.d.value ?? null,
          })),
        };
      case kinds.ImportFrom:
        return {
          kind: 'ImportFrom', ...span, level: d.module.d.leadingDots, module: moduleName(d.module),
          names: d.imports.map((n: RawNode) => ({
            kind: 'ImportName', ...this.span(n), name: n.d.name.d.value, alias: n.d.alias?.d.value ?? null,
          })),
          star: d.isWildcardImport === true,
        };
      case kinds.Assignment:
        return this.assignment(node);
      case kinds.TypeAnnotation:
        return { kind: 'Assign', ...span, targets: [this.expression(d.valueExpr)], value: null, annotation: this.annotation(d.annotation) };
      case kinds.AugmentedAssignment:
        return {
          kind: 'AugmentedAssign', ...span, target: this.expression(d.leftExpr),
          operator: (augmentedOperators[d.operator] ?? '+') as ast.BinaryOperator, value: this.expression(d.rightExpr),
        };
      case kinds.TypeAlias:
        return { kind: 'OtherStatement', ...span };
      case kinds.Error:
        return { kind: 'ErrorStatement', ...span, statement: this.errorChild(node, span) };
      default:
        return { kind: 'ExpressionStatement', ...span, value: this.expression(node) };
    }
  }

  /** `a = b = value` nests to the left of the value: pyright has (a = (b = value))'s targets as chained assignments. */
  private assignment(node: RawNode): ast.Statement {
    const targets: ast.Expression[] = [];
    let annotation: ast.Annotation | null = null;
    let at: RawNode = node;
    const collect = (left: RawNode): void => {
      if (left.nodeType === kinds.TypeAnnotation) {
        annotation = this.annotation(left.d.annotation);
        targets.push(this.expression(left.d.valueExpr));
      } else if (left.nodeType === kinds.Assignment) {
        collect(left.d.leftExpr);
        collect(left.d.rightExpr);
      } else targets.push(this.expression(left));
    };
    collect(at.d.leftExpr);
    let value: RawNode = at.d.rightExpr;
    while (value.nodeType === kinds.Assignment) {
      at = value;
      collect(at.d.leftExpr);
      value = at.d.rightExpr;
    }
    targets.sort((a, b) => a.start - b.start);
    return { kind: 'Assign', ...this.span(node), targets, value: this.expression(value), annotation };
  }

  private annotation(node: RawNode | undefined): ast.Annotation | null {
    if (!node) return null;
    const text = this.options.text.slice(node.start, node.start + node.length);
    return { ...this.span(node), expression: this.expression(node), text };
  }

  private parameters(nodes: readonly RawNode[]): ast.Parameter[] {
    return nodes.map((node) => {
      const { d } = node;
      const name: string = d.name?.d.value ?? '';
      const form: ast.Parameter['form'] =
        d.category === 1 ? (name ? 'star' : 'keywordMarker') : d.category === 2 ? 'doubleStar' : name ? 'normal' : 'positionalMarker';
      return {
        kind: 'Parameter', ...this.span(node), name, form,
        default: d.defaultValue ? this.expression(d.defaultValue) : null, annotation: this.annotation(d.annotation),
      };
    });
  }

  private callArguments(nodes: readonly RawNode[]): ast.Argument[] {
    return nodes.map((node) => {
      const { argCategory, name, valueExpr } = node.d;
      const form: ast.Argument['form'] =
        argCategory === 1 ? 'star' : argCategory === 2 ? 'doubleStar' : name ? 'keyword' : 'positional';
      return { kind: 'Argument', ...this.span(node), form, name: name?.d.value ?? null, value: this.expression(valueExpr) };
    });
  }

  // ---- expressions --------------------------------------------------------------------------------------------

  expression(node: RawNode): ast.Expression {
    if (this.depth >= DEEPEST) return { kind: 'ErrorExpression', ...this.span(node), child: null };
    this.depth++;
    try {
      return this.plainExpression(node);
    } finally {
      this.depth--;
    }
  }

  /** The node's range takes parentheses around the name in; its token's does not. */
  private name({ d }: RawNode): ast.Name {
    return { kind: 'Name', ...this.span(d.token), id: d.value };
  }

  private plainExpression(node: RawNode): ast.Expression {
    const span = this.span(node);
    const { d } = node;
    switch (node.nodeType) {
      case kinds.Name:
        if (this.options.inserted?.(d.token.start)) return { kind: 'ErrorExpression', ...span, child: null };
        return this.name(node);
      case kinds.Constant:
        return constant(span, d.constType);
      case kinds.Ellipsis:
        return { kind: 'Constant', ...span, type: 'ellipsis', value: null };
      case kinds.Number:
        return this.number(node, span);
      case kinds.StringList:
        return this.strings(node, span);
      case kinds.String:
        return { kind: 'Constant', ...span, type: d.token.flags & stringFlags.bytes ? 'bytes' : 'str', value: stringValue(node) };
      case kinds.FormatString:
        return this.format(node);
      case kinds.MemberAccess:
        if (this.options.inserted?.(d.member.start)) return { kind: 'ErrorExpression', ...span, child: this.expression(d.leftExpr) };
        return {
          kind: 'Attribute', ...span, value: this.expression(d.leftExpr), attribute: d.member.d.value,
          nameStart: this.options.map(d.member.start),
        };
      case kinds.Index:
        return { kind: 'Subscript', ...span, value: this.expression(d.leftExpr), index: this.index(d.items, d.trailingComma, node) };
      case kinds.Slice: {
        const at = (x: RawNode | undefined) => (x ? this.expression(x) : null);
        return { kind: 'Slice', ...span, lower: at(d.startValue), upper: at(d.endValue), step: at(d.stepValue) };
      }
      case kinds.Call:
        return { kind: 'Call', ...span, callee: this.expression(d.leftExpr), arguments: this.callArguments(d.args) };
      case kinds.BinaryOperation:
        return this.binary(node, span);
      case kinds.UnaryOperation:
        return {
          kind: 'UnaryOperation', ...span,
          operator: (unaryOperators[d.operator] ?? '+') as ast.UnaryOperation['operator'], operand: this.expression(d.expr),
        };
      case kinds.Ternary:
        return {
          kind: 'Conditional', ...span, test: this.expression(d.testExpr), then: this.expression(d.ifExpr),
          otherwise: this.expression(d.elseExpr),
        };
      case kinds.Lambda:
        return { kind: 'Lambda', ...span, parameters: this.parameters(d.params), body: this.expression(d.expr) };
      case kinds.Tuple:
        return { kind: 'Tuple', ...span, elements: d.items.map((x: RawNode) => this.expression(x)) };
      case kinds.List:
        return this.display(node, span, 'List');
      case kinds.Set:
        return this.display(node, span, 'Set');
      case kinds.Dictionary:
        return this.dictionary(node, span);
      case kinds.Comprehension:
        return this.comprehension(node, span, 'generator');
      case kinds.Unpack:
        return { kind: 'Starred', ...span, value: this.expression(d.expr) };
      case kinds.AssignmentExpression:
        return {
          kind: 'NamedExpression', ...span, value: this.expression(d.rightExpr),
          target: this.name(d.name),
        };
      case kinds.Yield:
        return { kind: 'Yield', ...span, value: d.expr ? this.expression(d.expr) : null, from: false };
      case kinds.YieldFrom:
        return { kind: 'Yield', ...span, value: this.expression(d.expr), from: true };
      case kinds.Await:
        return { kind: 'Await', ...span, value: this.expression(d.expr) };
      case kinds.TypeAnnotation:
        return this.expression(d.valueExpr);
      case kinds.Assignment:
        // Only inside broken code: `f(a=b=c)`.
        return { kind: 'ErrorExpression', ...span, child: this.expression(d.rightExpr) };
      default:
        return { kind: 'ErrorExpression', ...span, child: d?.child ? this.expression(d.child) : null };
    }
  }

  private number(node: RawNode, span: { start: number; end: number }): ast.Expression {
    const { value, isInteger, isImaginary } = node.d;
    if (isImaginary) return { kind: 'Constant', ...span, type: 'complex', value: Number(value) };
    if (typeof value === 'bigint') return { kind: 'Constant', ...span, type: 'bigint', value: value.toString() };
    return { kind: 'Constant', ...span, type: isInteger ? 'int' : 'float', value: value as number };
  }

  private strings(node: RawNode, span: { start: number; end: number }): ast.Expression {
    const pieces: readonly RawNode[] = node.d.strings;
    if (pieces.every((p) => p.nodeType === kinds.String)) {
      const bytes = pieces.some((p) => p.d.token.flags & stringFlags.bytes);
      return { kind: 'Constant', ...span, type: bytes ? 'bytes' : 'str', value: pieces.map(stringValue).join('') };
    }
    const parts: (string | ast.FormattedValue)[] = [];
    for (const piece of pieces)
      for (const part of piece.nodeType === kinds.String ? [stringValue(piece)] : this.format(piece).parts) {
        const last = parts.length - 1;
        if (typeof part === 'string' && typeof parts[last] === 'string') parts[last] += part;
        else if (part !== '') parts.push(part);
      }
    return { kind: 'JoinedStr', ...span, parts };
  }

  private format(node: RawNode): ast.JoinedStr {
    return formatString(node, this.options.text, (x) => this.span(x), (x) => this.expression(x));
  }

  private index(items: readonly RawNode[], trailingComma: boolean, node: RawNode): ast.Expression {
    const elements = items.map((item): ast.Expression => {
      const value = this.expression(item.d.valueExpr);
      return item.d.argCategory === 1 ? { kind: 'Starred', ...this.span(item), value } : value;
    });
    if (elements.length === 1 && !trailingComma && elements[0]!.kind !== 'Starred') return elements[0]!;
    const start = elements[0]?.start ?? this.span(node).start;
    const end = elements[elements.length - 1]?.end ?? this.span(node).end;
    return { kind: 'Tuple', start, end, elements };
  }

  private binary(node: RawNode, span: { start: number; end: number }): ast.Expression {
    const { operator } = node.d;
    if (operator in comparisonOperators) {
      // `a < b < c` is parsed as a < (b < c): without parentheses the right side is the chain's rest.
      const operands: ast.Expression[] = [];
      const operators: ast.ComparisonOperator[] = [];
      const flatten = (x: RawNode, top: boolean): void => {
        if (x.nodeType === kinds.BinaryOperation && x.d.operator in comparisonOperators && (top || !x.d.hasParens)) {
          flatten(x.d.leftExpr, false);
          operators.push(comparisonOperators[x.d.operator] as ast.ComparisonOperator);
          flatten(x.d.rightExpr, false);
        } else operands.push(this.expression(x));
      };
      flatten(node, true);
      return { kind: 'Comparison', ...span, operators, operands };
    }
    // Long sums and conditions nest to the left: walk them instead of recursing.
    const chain: { node: RawNode; right: RawNode }[] = [];
    let left: RawNode = node;
    while (left.nodeType === kinds.BinaryOperation && !(left.d.operator in comparisonOperators)) {
      chain.push({ node: left, right: left.d.rightExpr });
      left = left.d.leftExpr;
    }
    let made = this.expression(left);
    for (const link of chain.reverse()) {
      const at = this.span(link.node);
      const both = { left: made, right: this.expression(link.right) };
      const bool = booleanOperators[link.node.d.operator];
      made = bool
        ? { kind: 'BooleanOperation', ...at, operator: bool as 'and' | 'or', ...both }
        : { kind: 'BinaryOperation', ...at, operator: binaryOperators[link.node.d.operator] as ast.BinaryOperator, ...both };
    }
    return made;
  }

  private display(node: RawNode, span: { start: number; end: number }, kind: 'List' | 'Set'): ast.Expression {
    const items: readonly RawNode[] = node.d.items;
    const only = items[0];
    if (items.length === 1 && only?.nodeType === kinds.Comprehension && !only.d.hasParens)
      return this.comprehension(only, span, kind === 'List' ? 'list' : 'set');
    return { kind, ...span, elements: items.map((x) => this.expression(x)) };
  }

  private dictionary(node: RawNode, span: { start: number; end: number }): ast.Expression {
    const keys: (ast.Expression | null)[] = [];
    const values: ast.Expression[] = [];
    for (const item of node.d.items as readonly RawNode[]) {
      if (item.nodeType === kinds.Comprehension) return this.comprehension(item, span, 'dict');
      if (item.nodeType === kinds.DictionaryExpandEntry) {
        keys.push(null);
        values.push(this.expression(item.d.expr));
      } else {
        keys.push(this.expression(item.d.keyExpr));
        values.push(this.expression(item.d.valueExpr));
      }
    }
    return { kind: 'Dict', ...span, keys, values };
  }

  private comprehension(node: RawNode, span: { start: number; end: number }, form: ast.Comprehension['form']): ast.Expression {
    const clauses: (ast.ComprehensionClause & { conditions: ast.Expression[] })[] = [];
    for (const clause of node.d.forIfNodes as readonly RawNode[]) {
      if (clause.nodeType === kinds.ComprehensionFor)
        clauses.push({
          kind: 'ComprehensionClause', ...this.span(clause), target: this.expression(clause.d.targetExpr),
          iterable: this.expression(clause.d.iterableExpr), conditions: [],
        });
      else clauses[clauses.length - 1]?.conditions.push(this.expression(clause.d.testExpr));
    }
    const element: RawNode = node.d.expr;
    const pair = element.nodeType === kinds.DictionaryKeyEntry;
    return {
      kind: 'Comprehension', ...span, form, element: this.expression(pair ? element.d.keyExpr : element),
      value: pair ? this.expression(element.d.valueExpr) : null, clauses,
    };
  }

  // ---- patterns -----------------------------------------------------------------------------------------------

  private pattern(node: RawNode): ast.Pattern {
    const span = this.span(node);
    const { d } = node;
    switch (node.nodeType) {
      case kinds.PatternAs: {
        const options: ast.Pattern[] = d.orPatterns.map((x: RawNode) => this.pattern(x));
        const pattern: ast.Pattern = options.length === 1 ? options[0]! : { kind: 'OrPattern', ...span, patterns: options };
        return d.target ? { kind: 'AsPattern', ...span, pattern, name: d.target.d.value } : pattern;
      }
      case kinds.PatternSequence:
        return { kind: 'SequencePattern', ...span, patterns: d.entries.map((x: RawNode) => this.pattern(x)) };
      case kinds.PatternLiteral:
      case kinds.PatternValue:
        return { kind: 'ValuePattern', ...span, value: this.expression(d.expr) };
      case kinds.PatternCapture: {
        const name: string | null = d.isWildcard ? null : d.target.d.value;
        return d.isStar ? { kind: 'StarPattern', ...span, name } : { kind: 'CapturePattern', ...span, name };
      }
      case kinds.PatternClass:
        return {
          kind: 'ClassPattern', ...span, cls: this.expression(d.className),
          patterns: d.args.filter((a: RawNode) => !a.d.name).map((a: RawNode) => this.pattern(a.d.pattern)),
          keywords: d.args
            .filter((a: RawNode) => a.d.name)
            .map((a: RawNode) => ({ name: a.d.name.d.value, pattern: this.pattern(a.d.pattern) })),
        };
      case kinds.PatternMapping: {
        const entries: readonly RawNode[] = d.entries;
        const pairs = entries.filter((e) => e.nodeType === kinds.PatternMappingKeyEntry);
        const rest = entries.find((e) => e.nodeType === kinds.PatternMappingExpandEntry);
        return {
          kind: 'MappingPattern', ...span,
          keys: pairs.map((e) => this.expression(e.d.keyPattern.d.expr ?? e.d.keyPattern)),
          patterns: pairs.map((e) => this.pattern(e.d.valuePattern)),
          rest: rest?.d.target.d.value ?? null,
        };
      }
      default:
        // The parser takes `{}` for an error at the closing brace.
        if (/^\{\s*\}/.test(this.options.text.slice(this.options.text.lastIndexOf('{', node.start), node.start + 1)))
          return { kind: 'MappingPattern', ...span, keys: [], patterns: [], rest: null };
        return { kind: 'ValuePattern', ...span, value: this.expression(node) };
    }
  }
}

function constant(span: { start: number; end: number }, keyword: number): ast.Constant {
  if (keyword === keywords.true || keyword === keywords.false)
    return { kind: 'Constant', ...span, type: 'bool', value: keyword === keywords.true };
  // `__debug__` is True unless Python runs with -O.
  if (keyword === keywords.debug) return { kind: 'Constant', ...span, type: 'bool', value: true };
  return { kind: 'Constant', ...span, type: 'none', value: null };
}

/** The text of a string without interpolation. The parser cuts code points above U+FFFF short. */
function stringValue({ d }: RawNode): string {
  const { flags, escapedValue } = d.token;
  if ((flags & (stringFlags.raw | stringFlags.bytes)) === 0 && escapedValue.includes('\\U')) return unescape(escapedValue);
  return d.value;
}

function moduleName(node: RawNode): string {
  return node.d.nameParts.map((p: RawNode) => p.d.value).join('.');
}

/** The text of a body's first statement where it is a string. */
export function docstringOf(body: readonly ast.Statement[]): string | null {
  const [first] = body;
  if (first?.kind !== 'ExpressionStatement' || first.value.kind !== 'Constant' || first.value.type !== 'str') return null;
  return first.value.value as string;
}
