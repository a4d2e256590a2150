/** What a package tells type checkers that it has, where it makes its names only when they are asked for: `if TYPE_CHECKING: from .net import Net`. */
import type { Expression, Statement } from '../syntax/ast';
import type { ParsedUnit } from '../syntax/file';

interface Source {
  readonly level: number;
  readonly module: string;
}

export interface Promises {
  /** Where a name comes from, and what it is called there. */
  readonly names: ReadonlyMap<string, Source & { readonly name: string }>;
  /** Modules of which every name is promised. */
  readonly stars: readonly Source[];
}

function isTypeChecking(test: Expression): boolean {
  if (test.kind === 'BooleanOperation') return test.operator === 'or' && (isTypeChecking(test.left) || isTypeChecking(test.right));
  return test.kind === 'Name' ? test.id === 'TYPE_CHECKING' : test.kind === 'Attribute' && test.attribute === 'TYPE_CHECKING';
}

/** The imports for type checkers among a module's statements; what an optional package lacks stands in for it only where nothing else does. */
export function promisesOf(units: readonly ParsedUnit[]): Promises {
  const names = new Map<string, Source & { name: string }>();
  const stars: Source[] = [];
  const walk = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      if (statement.kind === 'ImportFrom') {
        const { level, module } = statement;
        if (statement.star) stars.push({ level, module });
        for (const { name, alias } of statement.names) names.set(alias ?? name, { level, module, name });
      } else if (statement.kind === 'If') {
        walk(statement.otherwise);
        walk(statement.body);
      } else if (statement.kind === 'Try') {
        for (const handler of statement.handlers) walk(handler.body);
        walk(statement.body);
        walk(statement.otherwise);
      }
    }
  };
  for (const unit of units)
    if (unit.defines === undefined)
      for (const statement of unit.body) if (statement.kind === 'If' && isTypeChecking(statement.test)) walk(statement.body);
  return { names, stars };
}

const plain = (name: string): string => name.replace(/_/g, '').toLowerCase();

/** How many modules are looked through for a name that none of them is called after. */
const MOST = 12;

/** The modules in which a name is looked for: those it seems to be called after (`vit` for `ViTModel`), the others where they are few. */
export function candidates({ stars }: Promises, name: string): readonly Source[] {
  const wanted = plain(name);
  const like = stars
    .map((source) => ({ source, last: plain(source.module.slice(source.module.lastIndexOf('.') + 1)) }))
    .filter(({ last }) => last !== '' && wanted.startsWith(last))
    .sort((a, b) => b.last.length - a.last.length)
    .map(({ source }) => source);
  return stars.length <= MOST ? [...like, ...stars.filter((source) => !like.includes(source))] : like;
}
