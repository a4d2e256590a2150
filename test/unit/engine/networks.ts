/** ResNet-18 and MobileNetV2 as runnable graphs with torchvision's parameter names, built by hand for tests and the benchmark. */
import type { Graph, GraphNode, GraphTensor, Initialisation, Plain } from '../../../src/analysis/shape/graph';

/** Builds a graph node by node. */
class Builder {
  readonly tensors: GraphTensor[] = [];
  readonly nodes: GraphNode[] = [];

  tensor(shape: number[], source: GraphTensor['source'], name: string | null, initialisation: Initialisation | null = null): number {
    this.tensors.push({ shape, dtype: 'float', source, name, initialisation });
    return this.tensors.length - 1;
  }

  shapeOf(id: number): number[] {
    return [...this.tensors[id]!.shape!] as number[];
  }

  node(op: string, args: Record<string, Plain>, shape: number[]): number {
    const id = this.tensor(shape, 'node', null);
    this.nodes.push({ op, args, outputs: [id], layer: this.nodes.length, file: '', offset: 0, unknown: null });
    return id;
  }

  conv(x: number, name: string, out: number, kernel: number, stride: number, groups = 1): number {
    const [n, c, h, w] = this.shapeOf(x) as [number, number, number, number];
    const pad = (kernel - 1) / 2;
    // kaiming_normal_(mode='fan_out'), as both models fill their convolutions.
    const std = Math.sqrt(2 / ((out / groups) * kernel * kernel));
    const weight = this.tensor([out, c / groups, kernel, kernel], 'parameter', `${name}.weight`, { kind: 'normal', mean: 0, std });
    const size = (s: number): number => Math.floor((s + 2 * pad - kernel) / stride) + 1;
    const args = {
      input: { tensor: x },
      weight: { tensor: weight },
      bias: null,
      stride: [stride, stride],
      padding: [pad, pad],
      dilation: [1, 1],
      groups,
    };
    return this.node('conv2d', args, [n, out, size(h), size(w)]);
  }

  norm(x: number, name: string): number {
    const c = this.shapeOf(x)[1]!;
    const one: Initialisation = { kind: 'constant', value: 1 };
    const zero: Initialisation = { kind: 'constant', value: 0 };
    const own = (part: string, rule: Initialisation, source: 'parameter' | 'buffer'): Plain => ({
      tensor: this.tensor([c], source, `${name}.${part}`, rule),
    });
    const args = {
      input: { tensor: x },
      running_mean: own('running_mean', zero, 'buffer'),
      running_var: own('running_var', one, 'buffer'),
      weight: own('weight', one, 'parameter'),
      bias: own('bias', zero, 'parameter'),
      training: false,
      momentum: 0.1,
      eps: 1e-5,
    };
    return this.node('batch_norm', args, this.shapeOf(x));
  }

  relu(x: number): number {
    return this.node('relu', { input: { tensor: x }, inplace: true }, this.shapeOf(x));
  }

  linear(x: number, name: string, out: number): number {
    const [n, features] = this.shapeOf(x) as [number, number];
    const bound = 1 / Math.sqrt(features);
    const rule: Initialisation = { kind: 'uniform', low: -bound, high: bound };
    const weight = this.tensor([out, features], 'parameter', `${name}.weight`, rule);
    const bias = this.tensor([out], 'parameter', `${name}.bias`, rule);
    return this.node('linear', { input: { tensor: x }, weight: { tensor: weight }, bias: { tensor: bias } }, [n, out]);
  }

  head(x: number): number {
    const [n, c] = this.shapeOf(x) as [number, number];
    const pooled = this.node('adaptive_avg_pool2d', { input: { tensor: x }, output_size: [1, 1] }, [n, c, 1, 1]);
    return this.node('flatten', { input: { tensor: pooled }, start_dim: 1, end_dim: -1 }, [n, c]);
  }

  graph(input: number, output: number): Graph {
    return { tensors: this.tensors, nodes: this.nodes, inputs: [input], outputs: [output] };
  }
}

/** torchvision's resnet18 at a square input. */
export function resnet18(size = 224): Graph {
  const b = new Builder();
  const input = b.tensor([1, 3, size, size], 'input', 'x');
  let x = b.relu(b.norm(b.conv(input, 'conv1', 64, 7, 2), 'bn1'));
  const half = Math.floor((b.shapeOf(x)[2]! - 1) / 2) + 1;
  x = b.node('max_pool2d', { input: { tensor: x }, kernel_size: 3, stride: 2, padding: 1, dilation: 1, ceil_mode: false, return_indices: false }, [1, 64, half, half]);
  [64, 128, 256, 512].forEach((width, layer) => {
    for (let block = 0; block < 2; block++) {
      const name = `layer${layer + 1}.${block}`;
      const stride = layer > 0 && block === 0 ? 2 : 1;
      let y = b.relu(b.norm(b.conv(x, `${name}.conv1`, width, 3, stride), `${name}.bn1`));
      y = b.norm(b.conv(y, `${name}.conv2`, width, 3, 1), `${name}.bn2`);
      const shortcut = stride === 2 ? b.norm(b.conv(x, `${name}.downsample.0`, width, 1, 2), `${name}.downsample.1`) : x;
      const sum = b.node('add', { input: { tensor: y }, other: { tensor: shortcut }, alpha: 1 }, b.shapeOf(y));
      x = b.relu(sum);
    }
  });
  return b.graph(input, b.linear(b.head(x), 'fc', 1000));
}

/** torchvision's mobilenet_v2 at a square input. */
export function mobilenetV2(size = 224): Graph {
  const b = new Builder();
  const input = b.tensor([1, 3, size, size], 'input', 'x');
  const relu6 = (x: number): number => b.node('hardtanh', { input: { tensor: x }, min_val: 0, max_val: 6, inplace: true }, b.shapeOf(x));
  let x = relu6(b.norm(b.conv(input, 'features.0.0', 32, 3, 2), 'features.0.1'));
  const settings = [
    [1, 16, 1, 1],
    [6, 24, 2, 2],
    [6, 32, 3, 2],
    [6, 64, 4, 2],
    [6, 96, 3, 1],
    [6, 160, 3, 2],
    [6, 320, 1, 1],
  ] as const;
  let index = 1;
  for (const [expansion, width, count, firstStride] of settings)
    for (let i = 0; i < count; i++, index++) {
      const name = `features.${index}.conv`;
      const stride = i === 0 ? firstStride : 1;
      const channels = b.shapeOf(x)[1]!;
      const hidden = channels * expansion;
      let y = x;
      let part = 0;
      if (expansion !== 1) y = relu6(b.norm(b.conv(y, `${name}.${part}.0`, hidden, 1, 1), `${name}.${part++}.1`));
      y = relu6(b.norm(b.conv(y, `${name}.${part}.0`, hidden, 3, stride, hidden), `${name}.${part++}.1`));
      y = b.norm(b.conv(y, `${name}.${part}`, width, 1, 1), `${name}.${part + 1}`);
      x = stride === 1 && channels === width ? b.node('add', { input: { tensor: x }, other: { tensor: y }, alpha: 1 }, b.shapeOf(y)) : y;
    }
  x = relu6(b.norm(b.conv(x, 'features.18.0', 1280, 1, 1), 'features.18.1'));
  return b.graph(input, b.linear(b.head(x), 'classifier.1', 1000));
}
