/** What the compiler knows of the place it compiles for. */
import type { Call } from '../syntax/ast';
import type { Interpreter } from './interpreter';
import type { CallSite, Place, Unit } from './place';

export class Context {
  readonly isUser: boolean;

  constructor(
    readonly rt: Interpreter,
    readonly unit: Unit,
    /** Qualified name of the class or function around, '' in a module. */
    readonly around: string,
    readonly kind: 'module' | 'class' | 'function',
    /** The unit's text: where lines begin. */
    readonly text = '',
  ) {
    this.isUser = unit.file.origin === 'user';
  }

  place(node: { readonly start: number; readonly end: number }): Place {
    return { unit: this.unit, start: node.start, end: node.end };
  }

  site(node: Call): CallSite {
    return { unit: this.unit, start: node.start, end: node.end, call: node };
  }

  /** From the beginning of a node's line to the node: its length is the indentation. */
  lineStart(node: { readonly start: number }): Place {
    return { unit: this.unit, start: this.text.lastIndexOf('\n', node.start - 1) + 1, end: node.start };
  }

  qualify(name: string): string {
    if (this.kind === 'module') return name;
    return this.kind === 'class' ? `${this.around}.${name}` : `${this.around}.<locals>.${name}`;
  }

  inside(around: string, kind: 'class' | 'function'): Context {
    return new Context(this.rt, this.unit, around, kind, this.text);
  }
}
