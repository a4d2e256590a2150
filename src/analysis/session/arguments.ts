/** Arguments for calling what nobody calls: named symbols where a number is meant, unknowns everywhere else. */
import type { FunctionDef, Statement } from '../syntax/ast';
import { walk } from '../syntax/walk';
import type { ParameterSpec, Func, Value } from '../interpreter/values';
import { Unknown } from '../interpreter/values';
import { symbol } from '../shape/dim';

/**
 * How a parameter without a default is filled.
 *
 * `int`: annotated so, or the body uses it as a number and in no way that a number cannot be used. Otherwise unknown.
 */
export function symbolicArgument(parameter: ParameterSpec, body: readonly Statement[] | null, name: string): Value {
  const annotation = parameter.annotation.replace(/\s/g, '');
  if (annotation === 'int') return symbol(parameter.name);
  if (annotation === '' && body && looksLikeNumber(parameter.name, body)) return symbol(parameter.name);
  return new Unknown(`the argument ${parameter.name} of ${name} is not known`);
}

/** Names that are flags or objects by convention, whatever the body does with them. */
const notNumbers = /^(use_|is_|has_|with_|.*(cfg|config|opt|args|params|device|mode|type|name|path|act|norm|layer|block|fn|cls|bias|list|activation|dtype)s?$)/i;

/** Names that are numbers by convention, where the body does nothing with them that a number cannot be used for. */
const numbers = /^(in|out|num|n|mid|hid|hidden|embed|base)_?(ch|chan|channels?|features?|classes|planes|filters|dim|heads|width)$|^(dim|planes|inplanes|outplanes)$/i;

function looksLikeNumber(name: string, body: readonly Statement[]): boolean {
  if (notNumbers.test(name)) return false;
  let used = false;
  let other = false;
  const isIt = (node: { kind: string; id?: string } | null) => node?.kind === 'Name' && node.id === name;
  walk(body, (node) => {
    switch (node.kind) {
      case 'Call':
        if (isIt(node.callee)) other = true;
        for (const argument of node.arguments) {
          if (!isIt(argument.value)) continue;
          if (argument.form === 'star' || argument.form === 'doubleStar') other = true;
          else if (node.callee.kind === 'Name' && /^(len|isinstance|list|tuple|enumerate|zip|str|iter|sum|any|all|callable|getattr|hasattr|issubclass)$/.test(node.callee.id)) other = true;
          else used = true;
        }
        break;
      case 'Attribute':
      case 'Subscript':
        if (isIt(node.value)) other = true;
        break;
      case 'For':
        if (isIt(node.iterable)) other = true;
        break;
      case 'ComprehensionClause':
        if (isIt(node.iterable)) other = true;
        break;
      case 'If':
      case 'While':
      case 'Conditional':
        if (isIt(node.test)) other = true;
        break;
      case 'UnaryOperation':
        if (node.operator === 'not' && isIt(node.operand)) other = true;
        break;
      case 'Comparison':
        if (node.operands.some((o) => isIt(o)))
          if (node.operands.some((o) => o.kind === 'Constant' && o.type !== 'int') || node.operators.some((o) => /in|is/.test(o)))
            other = true;
        break;
      case 'BinaryOperation':
        if (isIt(node.left) || isIt(node.right)) {
          const partner = isIt(node.left) ? node.right : node.left;
          if (partner.kind === 'List' || partner.kind === 'Tuple' || (partner.kind === 'Constant' && partner.type === 'str')) other = true;
          else used = true;
        }
        break;
      case 'Assign':
        // Unpacking `a, b = size` takes it apart.
        if (isIt(node.value) && node.targets.some((t) => t.kind === 'Tuple' || t.kind === 'List')) other = true;
        break;
      default:
    }
  });
  return (used || numbers.test(name)) && !other;
}

/** The parameters that a call must give: no default, no splat; `self` left out where `bound`. */
export function requiredParameters(func: Func, bound: boolean): ParameterSpec[] {
  return func.code.parameters
    .slice(bound ? 1 : 0)
    .filter((p) => !p.hasDefault && p.kind !== 'star' && p.kind !== 'doubleStar');
}

/** The definition of a function among statements and class bodies, by the offset of its name. */
export function findFunction(body: readonly Statement[], start: number): FunctionDef | null {
  let found: FunctionDef | null = null;
  walk(body, (node) => {
    if (found) return false;
    if (node.kind === 'FunctionDef' && node.nameStart === start) found = node;
    return undefined;
  });
  return found;
}
