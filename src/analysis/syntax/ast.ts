/**
 * Our own small syntax tree of Python: what the interpreter runs. Produced by `python.ts`; no parser type leaks out.
 *
 * Every node has `start` and `end`, exact UTF-16 offsets into the text as the user has it (after repair: mapped back).
 */

interface Span {
  readonly start: number;
  readonly end: number;
}

// ---- expressions ----------------------------------------------------------------------------------------------

/** `name` */
export interface Name extends Span {
  readonly kind: 'Name';
  readonly id: string;
}
/** None, True, False, `...`, integers, floats, strings without interpolation (adjacent ones joined), bytes, imaginary. */
export interface Constant extends Span {
  readonly kind: 'Constant';
  /** What the literal is: `int` and `float` differ although both are numbers. `bigint` as decimal text in `value`. */
  readonly type: 'none' | 'bool' | 'ellipsis' | 'int' | 'bigint' | 'float' | 'str' | 'bytes' | 'complex';
  readonly value: null | boolean | number | string;
}
/** f-string: literal pieces and replacement fields in order. */
export interface JoinedStr extends Span {
  readonly kind: 'JoinedStr';
  readonly parts: readonly (string | FormattedValue)[];
}
/** `{expr!r:spec}`; `debug` is the text before `=` of `{expr=}`. */
export interface FormattedValue extends Span {
  readonly kind: 'FormattedValue';
  readonly value: Expression;
  readonly conversion: '' | 'r' | 's' | 'a';
  readonly spec: JoinedStr | null;
  readonly debug: string | null;
}
export interface List extends Span {
  readonly kind: 'List';
  readonly elements: readonly Expression[];
}
export interface Tuple extends Span {
  readonly kind: 'Tuple';
  readonly elements: readonly Expression[];
}
export interface SetDisplay extends Span {
  readonly kind: 'Set';
  readonly elements: readonly Expression[];
}
/** `{k: v, **other}`: a null key marks `**value`. */
export interface Dict extends Span {
  readonly kind: 'Dict';
  readonly keys: readonly (Expression | null)[];
  readonly values: readonly Expression[];
}
export interface Starred extends Span {
  readonly kind: 'Starred';
  readonly value: Expression;
}
export interface Attribute extends Span {
  readonly kind: 'Attribute';
  readonly value: Expression;
  readonly attribute: string;
  /** Offset of the attribute's name. */
  readonly nameStart: number;
}
export interface Subscript extends Span {
  readonly kind: 'Subscript';
  readonly value: Expression;
  /** `a[i]`, `a[i:j]`, `a[i, :, None]` (a Tuple, possibly with Slice and Starred elements). */
  readonly index: Expression;
}
export interface Slice extends Span {
  readonly kind: 'Slice';
  readonly lower: Expression | null;
  readonly upper: Expression | null;
  readonly step: Expression | null;
}
export interface Call extends Span {
  readonly kind: 'Call';
  readonly callee: Expression;
  /** In source order: positional (name null), `*args`, keyword, `**kwargs`. */
  readonly arguments: readonly Argument[];
}
export interface Argument extends Span {
  readonly kind: 'Argument';
  readonly form: 'positional' | 'star' | 'keyword' | 'doubleStar';
  readonly name: string | null;
  readonly value: Expression;
}
export type BinaryOperator =
  | '+' | '-' | '*' | '/' | '//' | '%' | '**' | '@' | '<<' | '>>' | '&' | '|' | '^';
export interface BinaryOperation extends Span {
  readonly kind: 'BinaryOperation';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}
export interface UnaryOperation extends Span {
  readonly kind: 'UnaryOperation';
  readonly operator: '-' | '+' | '~' | 'not';
  readonly operand: Expression;
}
export interface BooleanOperation extends Span {
  readonly kind: 'BooleanOperation';
  readonly operator: 'and' | 'or';
  readonly left: Expression;
  readonly right: Expression;
}
export type ComparisonOperator =
  | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'is' | 'is not' | 'in' | 'not in';
/** `a < b < c`: chained comparisons flattened, `operands.length === operators.length + 1`. */
export interface Comparison extends Span {
  readonly kind: 'Comparison';
  readonly operators: readonly ComparisonOperator[];
  readonly operands: readonly Expression[];
}
export interface Conditional extends Span {
  readonly kind: 'Conditional';
  readonly test: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
}
export interface Lambda extends Span {
  readonly kind: 'Lambda';
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
}
export interface Comprehension extends Span {
  readonly kind: 'Comprehension';
  readonly form: 'list' | 'set' | 'dict' | 'generator';
  readonly element: Expression;
  /** The value of a dict comprehension, else null. */
  readonly value: Expression | null;
  readonly clauses: readonly ComprehensionClause[];
}
export interface ComprehensionClause extends Span {
  readonly kind: 'ComprehensionClause';
  readonly target: Expression;
  readonly iterable: Expression;
  readonly conditions: readonly Expression[];
}
/** `(name := value)` */
export interface NamedExpression extends Span {
  readonly kind: 'NamedExpression';
  readonly target: Name;
  readonly value: Expression;
}
/** `yield`, `yield value`, `yield from value` */
export interface Yield extends Span {
  readonly kind: 'Yield';
  readonly value: Expression | null;
  readonly from: boolean;
}
export interface Await extends Span {
  readonly kind: 'Await';
  readonly value: Expression;
}
/** Text that is no expression (half-typed): reading it answers an unknown. `child` is what could be read of it. */
export interface ErrorExpression extends Span {
  readonly kind: 'ErrorExpression';
  readonly child: Expression | null;
}

export type Expression =
  | Name | Constant | JoinedStr | List | Tuple | SetDisplay | Dict | Starred | Attribute | Subscript
  | Slice | Call | BinaryOperation | UnaryOperation | BooleanOperation | Comparison | Conditional
  | Lambda | Comprehension | NamedExpression | Yield | Await | ErrorExpression;

// ---- statements -----------------------------------------------------------------------------------------------

export interface ExpressionStatement extends Span {
  readonly kind: 'ExpressionStatement';
  readonly value: Expression;
}
/** `a = b = value`; with `annotation` for `x: T = value` (value null for a bare `x: T`). */
export interface Assign extends Span {
  readonly kind: 'Assign';
  readonly targets: readonly Expression[];
  readonly value: Expression | null;
  /** Never evaluated as code; kept for dataclass fields and jaxtyping: the expression and its source text. */
  readonly annotation: Annotation | null;
}
export interface AugmentedAssign extends Span {
  readonly kind: 'AugmentedAssign';
  readonly target: Expression;
  readonly operator: BinaryOperator;
  readonly value: Expression;
}
export interface Return extends Span {
  readonly kind: 'Return';
  readonly value: Expression | null;
}
export interface Raise extends Span {
  readonly kind: 'Raise';
  readonly exception: Expression | null;
  readonly cause: Expression | null;
}
export interface Assert extends Span {
  readonly kind: 'Assert';
  readonly test: Expression;
  readonly message: Expression | null;
}
export interface Delete extends Span {
  readonly kind: 'Delete';
  readonly targets: readonly Expression[];
}
export interface Pass extends Span {
  readonly kind: 'Pass';
}
export interface Break extends Span {
  readonly kind: 'Break';
}
export interface Continue extends Span {
  readonly kind: 'Continue';
}
export interface Global extends Span {
  readonly kind: 'Global';
  readonly names: readonly string[];
}
export interface Nonlocal extends Span {
  readonly kind: 'Nonlocal';
  readonly names: readonly string[];
}
/** `import a.b as c, d` */
export interface Import extends Span {
  readonly kind: 'Import';
  readonly names: readonly ImportName[];
}
export interface ImportName extends Span {
  readonly kind: 'ImportName';
  readonly name: string;
  readonly alias: string | null;
}
/** `from ..a import b as c` (level 2, module `a`), `from a import *` (star). */
export interface ImportFrom extends Span {
  readonly kind: 'ImportFrom';
  readonly level: number;
  readonly module: string;
  readonly names: readonly ImportName[];
  readonly star: boolean;
}
export interface If extends Span {
  readonly kind: 'If';
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}
export interface While extends Span {
  readonly kind: 'While';
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}
export interface For extends Span {
  readonly kind: 'For';
  readonly target: Expression;
  readonly iterable: Expression;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}
export interface With extends Span {
  readonly kind: 'With';
  readonly items: readonly { readonly context: Expression; readonly target: Expression | null }[];
  readonly body: readonly Statement[];
}
export interface Try extends Span {
  readonly kind: 'Try';
  readonly body: readonly Statement[];
  readonly handlers: readonly ExceptHandler[];
  readonly otherwise: readonly Statement[];
  readonly finally: readonly Statement[];
}
export interface ExceptHandler extends Span {
  readonly kind: 'ExceptHandler';
  readonly type: Expression | null;
  readonly name: string | null;
  readonly body: readonly Statement[];
}
export interface Match extends Span {
  readonly kind: 'Match';
  readonly subject: Expression;
  readonly cases: readonly MatchCase[];
}
export interface MatchCase extends Span {
  readonly kind: 'MatchCase';
  readonly pattern: Pattern;
  readonly guard: Expression | null;
  readonly body: readonly Statement[];
}
export type Pattern = Span &
  (
    | { readonly kind: 'ValuePattern'; readonly value: Expression }
    | { readonly kind: 'CapturePattern'; readonly name: string | null }
    | { readonly kind: 'StarPattern'; readonly name: string | null }
    | { readonly kind: 'SequencePattern'; readonly patterns: readonly Pattern[] }
    | {
        readonly kind: 'MappingPattern';
        readonly keys: readonly Expression[];
        readonly patterns: readonly Pattern[];
        readonly rest: string | null;
      }
    | {
        readonly kind: 'ClassPattern';
        readonly cls: Expression;
        readonly patterns: readonly Pattern[];
        readonly keywords: readonly { readonly name: string; readonly pattern: Pattern }[];
      }
    | { readonly kind: 'OrPattern'; readonly patterns: readonly Pattern[] }
    | { readonly kind: 'AsPattern'; readonly pattern: Pattern; readonly name: string }
  );
export interface Annotation extends Span {
  readonly expression: Expression;
  readonly text: string;
}
export interface Parameter extends Span {
  readonly kind: 'Parameter';
  /** Empty for the bare `*` and for `/`, which are written as markers. */
  readonly name: string;
  readonly form: 'normal' | 'star' | 'doubleStar' | 'keywordMarker' | 'positionalMarker';
  readonly default: Expression | null;
  readonly annotation: Annotation | null;
}
export interface FunctionDef extends Span {
  readonly kind: 'FunctionDef';
  readonly name: string;
  readonly nameStart: number;
  readonly parameters: readonly Parameter[];
  readonly returns: Annotation | null;
  readonly decorators: readonly Expression[];
  readonly body: readonly Statement[];
  readonly isAsync: boolean;
  readonly docstring: string | null;
}
export interface ClassDef extends Span {
  readonly kind: 'ClassDef';
  readonly name: string;
  readonly nameStart: number;
  readonly bases: readonly Argument[];
  readonly decorators: readonly Expression[];
  readonly body: readonly Statement[];
  readonly docstring: string | null;
}
/** `type X = …` and anything else that is legal and means nothing here. */
export interface OtherStatement extends Span {
  readonly kind: 'OtherStatement';
}
/** A statement that does not parse. `statement` is what could be read of it, if anything. */
export interface ErrorStatement extends Span {
  readonly kind: 'ErrorStatement';
  readonly statement: Statement | null;
}

export type Statement =
  | ExpressionStatement | Assign | AugmentedAssign | Return | Raise | Assert | Delete | Pass | Break
  | Continue | Global | Nonlocal | Import | ImportFrom | If | While | For | With | Try | Match
  | FunctionDef | ClassDef | OtherStatement | ErrorStatement;

export type Node = Expression | Statement | Argument | Parameter | FormattedValue
  | ComprehensionClause | ExceptHandler | MatchCase | ImportName;

/** A comment with its place: directives are read from these. `text` is without the `#`. */
export interface Comment extends Span {
  readonly text: string;
}

/** Something the parser complained about. */
export interface SyntaxProblem extends Span {
  readonly message: string;
}

/** A whole file. `repaired` tells that the text did not parse as it is. */
export interface SourceModule {
  readonly body: readonly Statement[];
  readonly comments: readonly Comment[];
  readonly problems: readonly SyntaxProblem[];
  readonly repaired: boolean;
  readonly docstring: string | null;
}
