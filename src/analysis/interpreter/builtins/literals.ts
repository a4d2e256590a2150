/** The module `ast`: literals in a text are read (`literal_eval`); of its trees nothing is known. */
import type { Expression } from '../../syntax/ast';
import { parsePython } from '../../syntax/python';
import type { Interpreter } from '../interpreter';
import type { Runtime } from '../runtime';
import { Module, type Value } from '../values';
import { functions } from './make';
import { plainText } from './strings';
import { makeHarmless } from './support';

/** Texts longer than this are not read. */
const LONGEST = 20_000;

/** Numbers, strings, None, True, False, and tuples, lists, sets and dicts of such. */
function isLiteral(node: Expression | null): boolean {
  if (node === null) return false;
  switch (node.kind) {
    case 'Constant':
      return true;
    case 'Tuple':
    case 'List':
    case 'Set':
      return node.elements.every(isLiteral);
    case 'Dict':
      return node.keys.every(isLiteral) && node.values.every(isLiteral);
    case 'UnaryOperation':
      return (node.operator === '-' || node.operator === '+') && node.operand.kind === 'Constant' && isNumber(node.operand.type);
    default:
      return false;
  }
}

const isNumber = (type: string): boolean => type === 'int' || type === 'bigint' || type === 'float' || type === 'complex';

function literalEval(rt: Runtime, given: Value | undefined): Value {
  const text = plainText(given)?.replace(/^[ \t]+/, '');
  if (text === undefined || text.length > LONGEST) return rt.unknown('the value of a text that is not known');
  const { body } = parsePython(text);
  const [statement] = body;
  // A text that is no expression at all may be a mistake in the syntax, or one of ours.
  if (body.length !== 1 || statement?.kind !== 'ExpressionStatement' || statement.value.kind === 'ErrorExpression')
    return rt.raise('SyntaxError', 'invalid syntax');
  if (!isLiteral(statement.value)) return rt.raise('ValueError', 'malformed node or string');
  return (rt as Interpreter).evaluate(text, new Module('ast', 'ast'));
}

export function makeAst(): Module {
  const module = makeHarmless('ast');
  for (const [name, run] of Object.entries(functions('ast', { literal_eval: ['node_or_string', (rt, [text]) => literalEval(rt, text)] })))
    module.globals.set(name, run);
  return module;
}
