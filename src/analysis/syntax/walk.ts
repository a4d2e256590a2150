/** Every node of a tree, parents before children. */
import type { Node } from './ast';

/** Calls `visit` on each node below (and with) what is given: nodes, lists of nodes, or null. `false` leaves a node's children out. */
export function walk(tree: unknown, visit: (node: Node) => void | false): void {
  if (tree === null || typeof tree !== 'object') return;
  if (Array.isArray(tree)) {
    for (const item of tree) walk(item, visit);
    return;
  }
  const node = tree as Node & Record<string, unknown>;
  if (typeof node.kind === 'string' && visit(node) === false) return;
  for (const key in node) {
    const child = node[key];
    if (typeof child === 'object' && child !== null && key !== 'annotation' && key !== 'returns')
      walk(child, visit);
  }
}
