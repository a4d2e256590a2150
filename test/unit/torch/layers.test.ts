/** Every layer of torch.nn as PyTorch itself makes it: constructor and forward, attributes, parameters, buffers and how they are filled. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { torchLibrary } from '../../../src/analysis/frameworks/torch/index';
import { moduleTree, tensorsOf } from '../../../src/analysis/frameworks/torch/module';
import type { Interpreter } from '../../../src/analysis/interpreter/interpreter';
import { Class, Float, Func, Instance, List, Module, type Tensor, Tuple, type Value } from '../../../src/analysis/interpreter/values';
import { makeInterpreter, runText } from '../interpreter/run';

type Signature = [name: string, kind: string, fallback: string | null][];
interface Truth {
  readonly classes: Record<string, { module: string; init: Signature; forward: Signature; ancestors: string[] }>;
  readonly layers: readonly {
    made: string;
    attributes: Record<string, unknown>;
    parameters: [string, number[] | null, number | string | null][];
    buffers: [string, number[] | null][];
  }[];
}
const truth = JSON.parse(readFileSync(join(process.cwd(), 'test/fixtures/torch/layers.json'), 'utf8')) as Truth;

/** What no shape depends on: names of helper classes, a function where ours is native, arguments handed on as they are. */
const helpers = new Set(['_PaddingNd', '_Fractional']);
const handedOn = new Set(['GRU.init', 'LSTM.init', 'RNNBase.forward', 'Module.init', 'Module.forward']);
const absent = new Set(['Container', 'LinearCrossEntropyLoss']);
/** Containers are not called, and other attributes than these may be more. */
const ours: Readonly<Record<string, readonly string[]>> = { 'nn.TripletMarginWithDistanceLoss()': ['distance_function'], 'nn.DataParallel(nn.Linear(2, 3))': ['dim'] };

describe('torch.nn', () => {
  let rt: Interpreter;
  let module: Module;
  before(() => {
    rt = makeInterpreter({}, [torchLibrary]);
    module = runText(rt, 'import torch\nfrom torch import nn\n');
  });
  const plain = (value: Value): unknown => {
    if (value instanceof Float) return { float: value.value };
    if (value instanceof Tuple) return { tuple: value.items.map(plain) };
    if (value instanceof List) return { list: value.items.map(plain) };
    return value === null || typeof value !== 'object' ? value : { type: rt.typeName(value) };
  };

  it('has the classes', () => {
    const names = Object.keys(truth.classes).filter((name) => !absent.has(name));
    assert.ok(names.length > 130);
    for (const name of names) assert.ok(rt.evaluate(`nn.${name}`, module) instanceof Class, name);
  });

  it('takes what PyTorch takes', () => {
    const kinds = { positionalOnly: 'POSITIONAL_ONLY', normal: 'POSITIONAL_OR_KEYWORD', star: 'VAR_POSITIONAL', keywordOnly: 'KEYWORD_ONLY', doubleStar: 'VAR_KEYWORD' };
    for (const [name, { module: home, init, forward, ancestors }] of Object.entries(truth.classes)) {
      const cls = rt.evaluate(`nn.${name}`, module);
      if (!(cls instanceof Class)) continue;
      assert.equal(cls.module, home, name);
      assert.deepEqual(cls.mro.map((c) => c.name).filter((c) => c !== 'object' && !helpers.has(c)), ancestors, `ancestors of ${name}`);
      for (const [which, wanted] of [['init', init], ['forward', forward]] as const) {
        const func = rt.findInClass(cls, which === 'init' ? '__init__' : 'forward');
        if (!(func instanceof Func) || handedOn.has(`${name}.${which}`)) continue;
        const got = func.code.parameters.map((p, i) => {
          const fallback = func.defaults[i];
          const text = fallback === undefined ? null : (rt.representation(fallback) ?? '?');
          return [p.name, kinds[p.kind], text?.startsWith('<') ? '<function>' : text];
        });
        assert.deepEqual(got, wanted, `${name}.${which}`);
      }
    }
  });

  for (const { made, attributes, parameters, buffers } of truth.layers)
    it(made, () => {
      const layer = rt.evaluate(made, module);
      assert.ok(layer instanceof Instance);
      for (const [name, wanted] of Object.entries(attributes)) {
        const own = rt.findAttribute(layer, name);
        assert.notEqual(own, undefined, name);
        const got = plain(own!);
        if (typeof got === 'object' && got && 'type' in got && typeof wanted === 'object' && wanted && 'type' in wanted) continue;
        assert.deepEqual(got, wanted, `.${name}`);
      }
      for (const name of layer.attributes.keys())
        if (!name.startsWith('_') && name !== 'training') assert.ok(name in attributes || ours[made]?.includes(name), `.${name} is none of PyTorch's`);
      const tensors = (which: '_parameters' | '_buffers'): [string, Tensor][] =>
        moduleTree(layer).flatMap(({ path, module: part }) => tensorsOf(part, which).map(([name, tensor]) => [path ? `${path}.${name}` : name, tensor] as [string, Tensor]));
      const shape = (tensor: Tensor): unknown => (tensor.uninitialised ? null : tensor.shape);
      const own = new Map(tensors('_parameters'));
      assert.deepEqual([...own.keys()].sort(), parameters.map(([name]) => name).sort());
      for (const [name, wanted, filling] of parameters) {
        assert.deepEqual(shape(own.get(name)!), wanted, name);
        if (filling !== null) assert.equal(fillingOf(own.get(name)!), filling, `filling of ${name}`);
      }
      if (buffers.every(([, wanted]) => wanted !== null))
        assert.deepEqual(tensors('_buffers').map(([name, tensor]) => [name, shape(tensor)]).sort(), [...buffers].sort());
    });
});

function fillingOf({ initialisation }: Tensor): number | string | null {
  if (!initialisation) return null;
  if (initialisation.kind === 'constant') return initialisation.value;
  if (initialisation.kind === 'values') return new Set(initialisation.values).size === 1 ? initialisation.values[0]! : 'random';
  return 'random';
}
