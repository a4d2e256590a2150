/** A function's code: its parameters, and its body compiled when it is called first. */
import type { Annotation, Expression, Parameter, Statement } from '../syntax/ast';
import { walk } from '../syntax/walk';
import type { Run } from './frame';
import type { Place } from './place';
import { functionScope, type Scope } from './scope';
import type { FunctionCode, ParameterSpec } from './values';

export class Code implements FunctionCode {
  /** Parameter i lives in slot i. */
  readonly parameters: readonly ParameterSpec[];
  /** Parameters that positional arguments fill. */
  readonly positional: number;
  /** Only those: no `*`, `**`, keyword-only. */
  readonly simple: boolean;
  readonly star: number;
  readonly doubleStar: number;
  readonly isGenerator: boolean;
  slotCount = 0;
  /** Null until the first call. */
  body: Run | null = null;

  constructor(
    readonly name: string,
    readonly qualifiedName: string,
    private readonly written: readonly Parameter[],
    /** Statements of a `def`, the expression of a lambda. */
    readonly source: readonly Statement[] | Expression,
    private readonly parent: Scope,
    readonly docstring: string | null,
    readonly isAsync: boolean,
    private readonly compileBody: (code: Code, scope: Scope) => Run,
    /** Where the first statement (after the docstring) stands, from the beginning of its line: fixes put statements before it. */
    readonly bodyStart: Place | null = null,
  ) {
    this.parameters = specsOf(written);
    const kinds = this.parameters.map((p) => p.kind);
    this.positional = kinds.filter((kind) => kind === 'normal' || kind === 'positionalOnly').length;
    this.simple = this.positional === kinds.length;
    this.star = kinds.indexOf('star');
    this.doubleStar = kinds.indexOf('doubleStar');
    this.isGenerator = 'kind' in source ? yields(source) : yields(source as readonly Statement[]);
  }

  callsMethod(name: string): boolean {
    let found = false;
    walk(this.source as readonly Statement[], (node) => {
      if (node.kind === 'Call' && node.callee.kind === 'Attribute' && node.callee.attribute === name) found = true;
      return found || node.kind === 'FunctionDef' || node.kind === 'ClassDef' ? false : undefined;
    });
    return found;
  }

  /** Does it return anything but None and False? An `__exit__` that does may swallow exceptions. */
  get answers(): boolean {
    this.mayAnswer ??= returns(this.source);
    return this.mayAnswer;
  }
  private mayAnswer: boolean | null = null;

  /** Compiles the body, once. */
  ready(): Run {
    if (this.body) return this.body;
    const isLambda = 'kind' in this.source;
    const scope = functionScope(this.parent, this.written, isLambda ? [] : (this.source as readonly Statement[]));
    this.body = this.compileBody(this, scope);
    this.slotCount = scope.owner.count;
    return this.body;
  }
}

function specsOf(written: readonly Parameter[]): ParameterSpec[] {
  const specs: ParameterSpec[] = [];
  let keywordOnly = false;
  for (const { form, name, default: given, annotation } of written) {
    if (form === 'positionalMarker') specs.forEach((spec, i) => (specs[i] = { ...spec, kind: 'positionalOnly' }));
    else if (form === 'keywordMarker') keywordOnly = true;
    else {
      const kind =
        form === 'star' ? 'star' : form === 'doubleStar' ? 'doubleStar' : keywordOnly ? 'keywordOnly' : 'normal';
      if (form === 'star') keywordOnly = true;
      specs.push({ name, kind, hasDefault: given !== null, annotation: textOf(annotation) });
    }
  }
  return specs;
}

function textOf(annotation: Annotation | null): string {
  return annotation?.text ?? '';
}

/** Does a body yield, nested functions and classes left out? */
function yields(body: readonly Statement[] | Expression): boolean {
  let found = false;
  walk(body, (node) => {
    if (found) return false;
    if (node.kind === 'Yield') found = true;
    return node.kind === 'FunctionDef' || node.kind === 'ClassDef' || node.kind === 'Lambda' ? false : undefined;
  });
  return found;
}

function returns(body: readonly Statement[] | Expression): boolean {
  let found = 'kind' in body;
  walk(body, (node) => {
    if (node.kind === 'Return' && node.value) {
      const { value } = node;
      if (value.kind !== 'Constant' || (value.value !== null && value.value !== false)) found = true;
    }
    return found || node.kind === 'FunctionDef' || node.kind === 'ClassDef' ? false : undefined;
  });
  return found;
}
