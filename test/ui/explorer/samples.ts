/**
 * Models for the page's tests, built operation by operation in the report's own form: shapes follow PyTorch's rules.
 * Over 400 lines: a builder with a method for each operation, and the models made with it.
 */
import type {
  Graph,
  GraphNode,
  GraphTensor,
  Initialisation,
  Plain,
} from '../../../src/analysis/shape/graph';
import type {
  InputReport,
  LayerReport,
  ModelReport,
  ProblemReport,
  Shape,
  Status,
} from '../../../src/analysis/report/report';
import { explorerProtocol, type ModelSet } from '../../../src/protocol/explorer';

export const file = '/workspace/model.py';

/** A text of 60 lines of 40 characters, so that line n begins at 40·(n − 1). */
export const lineStarts = Array.from({ length: 60 }, (_, k) => 40 * k);
const place = (line: number) => ({ file, start: 40 * (line - 1) + 8, end: 40 * (line - 1) + 36 });

const uniform = (fanIn: number): Initialisation => ({
  kind: 'uniform',
  low: -1 / Math.sqrt(fanIn),
  high: 1 / Math.sqrt(fanIn),
});
const constant = (value: number): Initialisation => ({ kind: 'constant', value });

interface Extra {
  readonly bias?: boolean;
  readonly stride?: number;
  readonly padding?: number;
  readonly dilation?: number;
  readonly groups?: number;
  readonly mode?: string;
}

/** Builds a model by running it: every method is a call of the layer or operation it names. */
export class Builder {
  private readonly tensors: GraphTensor[] = [];
  private readonly nodes: GraphNode[] = [];
  private readonly layers: LayerReport[] = [];
  private readonly calls = new Map<string, number>();
  private readonly fields = new Map<number, readonly [number, number]>();
  readonly problems: ProblemReport[] = [];
  private failure: number | null = null;
  readonly input: number;

  constructor(
    private readonly shape: readonly number[],
    private readonly dtype: 'float' | 'int' = 'float',
  ) {
    this.input = this.tensor(shape, 'input', 'x', null);
    this.fields.set(this.input, [1, 1]);
  }

  private tensor(
    shape: readonly number[] | null,
    source: GraphTensor['source'],
    name: string | null,
    initialisation: Initialisation | null,
  ): number {
    this.tensors.push({
      shape,
      dtype: source === 'input' ? this.dtype : 'float',
      source,
      name,
      initialisation,
    });
    return this.tensors.length - 1;
  }
  sizes(id: number): readonly number[] {
    return (this.tensors[id]?.shape ?? []) as readonly number[];
  }
  private node(
    op: string,
    args: Record<string, Plain>,
    out: readonly number[],
    layer: number,
    line: number,
  ): number {
    const id = this.tensor(out, 'node', null, null);
    this.nodes.push({
      op,
      args,
      outputs: [id],
      layer,
      file,
      offset: place(line).start,
      unknown: null,
    });
    const inputs = Object.values(args).flatMap((arg) =>
      arg && typeof arg === 'object' && 'tensor' in arg
        ? [arg.tensor]
        : Array.isArray(arg)
          ? arg.flatMap((a) => (a && typeof a === 'object' && 'tensor' in a ? [a.tensor] : []))
          : [],
    );
    const field = inputs
      .map((i) => this.fields.get(i))
      .filter((f) => f !== undefined)
      .sort((a, b) => b[0] - a[0])[0];
    if (field) this.fields.set(id, field);
    return id;
  }
  private layer(
    path: string,
    type: string,
    line: number,
    from: number,
    to: readonly number[],
    params: number,
    macs: number,
    settings: Record<string, Plain>,
    explanation: Partial<LayerReport['explanation']> = {},
    field: readonly [number, number] | null = null,
  ): number {
    const call = this.calls.get(path) ?? 0;
    this.calls.set(path, call + 1);
    this.layers.push({
      path,
      type,
      place: place(line),
      callPlace: place(line + 12),
      call,
      inputs: [this.sizes(from)],
      outputs: [to],
      params,
      macs,
      receptiveField: field ? [field[0], field[0]] : null,
      status: 'exact',
      reason: null,
      reasonPlace: null,
      settings,
      explanation: {
        shape: [],
        params: null,
        padding: null,
        paddingNotes: [],
        fullyConnected: null,
        ...explanation,
      },
      maybe: false,
    });
    return this.layers.length - 1;
  }

  conv(
    path: string,
    line: number,
    x: number,
    out: number,
    kernel: number,
    extra: Extra = {},
  ): number {
    const {
      bias = true,
      stride = 1,
      padding = 0,
      dilation = 1,
      groups = 1,
      mode = 'zeros',
    } = extra;
    const [n = 1, channels = 1, h = 1, w = 1] = this.sizes(x);
    const side = (size: number): number =>
      Math.floor((size + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;
    const to = [n, out, side(h), side(w)];
    const weightShape = [out, channels / groups, kernel, kernel];
    const count = weightShape.reduce((a, b) => a * b, 1);
    const fanIn = (channels / groups) * kernel * kernel;
    const weight = this.tensor(weightShape, 'parameter', `${path}.weight`, uniform(fanIn));
    const biasId = bias ? this.tensor([out], 'parameter', `${path}.bias`, uniform(fanIn)) : null;
    const [seen, jump] = this.fields.get(x) ?? [1, 1];
    const field = [seen + dilation * (kernel - 1) * jump, jump * stride] as const;
    const reach = dilation === 1 ? String(kernel) : `${dilation}·(${kernel} − 1) − 1`;
    const formula =
      stride === 1
        ? `${h} + 2·${padding} − ${reach} + 1 = ${side(h)}`
        : `⌊(${h} + 2·${padding} − ${reach}) / ${stride}⌋ + 1 = ${side(h)}`;
    const layer = this.layer(
      path,
      'Conv2d',
      line,
      x,
      to,
      count + (bias ? out : 0),
      count * side(h) * side(w),
      {
        in_channels: channels,
        out_channels: out,
        kernel_size: [kernel, kernel],
        stride: [stride, stride],
        padding: [padding, padding],
        dilation: [dilation, dilation],
        groups,
        bias,
        padding_mode: mode,
      },
      {
        shape: [formula],
        params: `${out}·${channels / groups}·${kernel}·${kernel}${bias ? ` + ${out}` : ''}`,
      },
      field,
    );
    let from = x;
    let pad = padding;
    if (mode !== 'zeros' && padding > 0) {
      from = this.node(
        'pad',
        { input: { tensor: x }, pad: [padding, padding, padding, padding], mode },
        [n, channels, h + 2 * padding, w + 2 * padding],
        layer,
        line + 12,
      );
      pad = 0;
    }
    const id = this.node(
      'conv2d',
      {
        input: { tensor: from },
        weight: { tensor: weight },
        bias: biasId === null ? null : { tensor: biasId },
        stride: [stride, stride],
        padding: [pad, pad],
        dilation: [dilation, dilation],
        groups,
      },
      to,
      layer,
      line + 12,
    );
    this.fields.set(id, field);
    return id;
  }

  convTranspose(
    path: string,
    line: number,
    x: number,
    out: number,
    kernel: number,
    stride: number,
    padding: number,
  ): number {
    const [n = 1, channels = 1, h = 1, w = 1] = this.sizes(x);
    const side = (size: number): number => (size - 1) * stride - 2 * padding + kernel;
    const to = [n, out, side(h), side(w)];
    const weight = this.tensor(
      [channels, out, kernel, kernel],
      'parameter',
      `${path}.weight`,
      uniform(out * kernel * kernel),
    );
    const bias = this.tensor([out], 'parameter', `${path}.bias`, uniform(out * kernel * kernel));
    const layer = this.layer(
      path,
      'ConvTranspose2d',
      line,
      x,
      to,
      channels * out * kernel * kernel + out,
      channels * out * kernel * kernel * h * w,
      {
        in_channels: channels,
        out_channels: out,
        kernel_size: [kernel, kernel],
        stride: [stride, stride],
        padding: [padding, padding],
        output_padding: [0, 0],
        dilation: [1, 1],
        groups: 1,
        bias: true,
      },
      {
        shape: [`(${h} − 1)·${stride} − 2·${padding} + ${kernel} = ${side(h)}`],
        params: `${channels}·${out}·${kernel}·${kernel} + ${out}`,
      },
    );
    return this.node(
      'conv_transpose2d',
      {
        input: { tensor: x },
        weight: { tensor: weight },
        bias: { tensor: bias },
        stride: [stride, stride],
        padding: [padding, padding],
        output_padding: [0, 0],
        groups: 1,
        dilation: [1, 1],
      },
      to,
      layer,
      line + 12,
    );
  }

  conv1d(
    path: string,
    line: number,
    x: number,
    out: number,
    kernel: number,
    stride: number,
    padding: number,
  ): number {
    const [n = 1, channels = 1, length = 1] = this.sizes(x);
    const to = [n, out, Math.floor((length + 2 * padding - kernel) / stride) + 1];
    const weight = this.tensor(
      [out, channels, kernel],
      'parameter',
      `${path}.weight`,
      uniform(channels * kernel),
    );
    const bias = this.tensor([out], 'parameter', `${path}.bias`, uniform(channels * kernel));
    const layer = this.layer(
      path,
      'Conv1d',
      line,
      x,
      to,
      out * channels * kernel + out,
      out * channels * kernel * (to[2] ?? 1),
      {
        in_channels: channels,
        out_channels: out,
        kernel_size: [kernel],
        stride: [stride],
        padding: [padding],
        dilation: [1],
        groups: 1,
        bias: true,
      },
      {
        shape: [`⌊(${length} + 2·${padding} − ${kernel}) / ${stride}⌋ + 1 = ${to[2]}`],
        params: `${out}·${channels}·${kernel} + ${out}`,
      },
    );
    return this.node(
      'conv1d',
      {
        input: { tensor: x },
        weight: { tensor: weight },
        bias: { tensor: bias },
        stride: [stride],
        padding: [padding],
        dilation: [1],
        groups: 1,
      },
      to,
      layer,
      line + 12,
    );
  }

  pool(
    path: string,
    line: number,
    x: number,
    kernel: number,
    stride: number,
    padding = 0,
    kind: 'MaxPool2d' | 'AvgPool2d' = 'MaxPool2d',
  ): number {
    const [n = 1, channels = 1, h = 1, w = 1] = this.sizes(x);
    const side = (size: number): number => Math.floor((size + 2 * padding - kernel) / stride) + 1;
    const to = [n, channels, side(h), side(w)];
    const [seen, jump] = this.fields.get(x) ?? [1, 1];
    const field = [seen + (kernel - 1) * jump, jump * stride] as const;
    const layer = this.layer(
      path,
      kind,
      line,
      x,
      to,
      0,
      0,
      {
        kernel_size: kernel,
        stride,
        padding,
        ...(kind === 'MaxPool2d' ? { dilation: 1 } : {}),
        ceil_mode: false,
      },
      { shape: [`⌊(${h} + 2·${padding} − ${kernel}) / ${stride}⌋ + 1 = ${side(h)}`] },
      field,
    );
    const args: Record<string, Plain> = {
      input: { tensor: x },
      kernel_size: kernel,
      stride,
      padding,
    };
    const id =
      kind === 'MaxPool2d'
        ? this.node(
            'max_pool2d',
            { ...args, dilation: 1, ceil_mode: false, return_indices: false },
            to,
            layer,
            line + 12,
          )
        : this.node(
            'avg_pool2d',
            { ...args, ceil_mode: false, count_include_pad: true, divisor_override: null },
            to,
            layer,
            line + 12,
          );
    this.fields.set(id, field);
    return id;
  }

  adaptive(path: string, line: number, x: number, side: number): number {
    const [n = 1, channels = 1] = this.sizes(x);
    const to = [n, channels, side, side];
    const layer = this.layer(path, 'AdaptiveAvgPool2d', line, x, to, 0, 0, {
      output_size: [side, side],
    });
    return this.node(
      'adaptive_avg_pool2d',
      { input: { tensor: x }, output_size: [side, side] },
      to,
      layer,
      line + 12,
    );
  }

  relu(path: string | null, line: number, x: number): number {
    const to = this.sizes(x);
    const layer =
      path === null
        ? -1
        : this.layer(
            path,
            'ReLU',
            line,
            x,
            to,
            0,
            0,
            { inplace: false },
            {},
            this.fields.get(x) ?? null,
          );
    return this.node('relu', { input: { tensor: x } }, to, layer, line);
  }

  bn(path: string, line: number, x: number): number {
    const to = this.sizes(x);
    const channels = to[1] ?? 1;
    const named = (name: string, source: 'parameter' | 'buffer', value: number): Plain => ({
      tensor: this.tensor([channels], source, `${path}.${name}`, constant(value)),
    });
    const layer = this.layer(
      path,
      'BatchNorm2d',
      line,
      x,
      to,
      2 * channels,
      0,
      { num_features: channels, eps: 1e-5 },
      { params: `2·${channels}` },
      this.fields.get(x) ?? null,
    );
    return this.node(
      'batch_norm',
      {
        input: { tensor: x },
        running_mean: named('running_mean', 'buffer', 0),
        running_var: named('running_var', 'buffer', 1),
        weight: named('weight', 'parameter', 1),
        bias: named('bias', 'parameter', 0),
        training: false,
        momentum: 0.1,
        eps: 1e-5,
      },
      to,
      layer,
      line + 12,
    );
  }

  add(line: number, a: number, b: number): number {
    return this.node(
      'add',
      { input: { tensor: a }, other: { tensor: b }, alpha: 1 },
      this.sizes(a),
      -1,
      line,
    );
  }

  cat(line: number, parts: readonly number[]): number {
    const first = this.sizes(parts[0] ?? 0);
    const to = [...first];
    to[1] = parts.reduce((sum, id) => sum + (this.sizes(id)[1] ?? 0), 0);
    return this.node('cat', { tensors: parts.map((id) => ({ tensor: id })), dim: 1 }, to, -1, line);
  }

  flatten(line: number, x: number): number {
    const [n = 1, ...rest] = this.sizes(x);
    return this.node(
      'flatten',
      { input: { tensor: x }, start_dim: 1, end_dim: -1 },
      [n, rest.reduce((a, b) => a * b, 1)],
      -1,
      line,
    );
  }

  linear(path: string, line: number, x: number, out: number): number {
    const [n = 1, features = 1] = this.sizes(x);
    const weight = this.tensor([out, features], 'parameter', `${path}.weight`, uniform(features));
    const bias = this.tensor([out], 'parameter', `${path}.bias`, uniform(features));
    const layer = this.layer(
      path,
      'Linear',
      line,
      x,
      [n, out],
      features * out + out,
      features * out,
      { in_features: features, out_features: out, bias: true },
      { params: `${features}·${out} + ${out}` },
    );
    return this.node(
      'linear',
      { input: { tensor: x }, weight: { tensor: weight }, bias: { tensor: bias } },
      [n, out],
      layer,
      line + 12,
    );
  }

  /** A Linear layer whose in_features do not fit: the model stops here. */
  wrongLinear(path: string, line: number, x: number, want: number, out: number): void {
    const [, got = 0] = this.sizes(x);
    this.problems.push({
      place: place(line),
      severity: 'error',
      rule: 'linear-in-features',
      message: `16 · 7 · 7 = ${got} features come out of flatten, but ${path} takes ${want.toLocaleString('en')}.`,
      related: [],
      fixes: [
        {
          title: `Change to ${got}`,
          edits: [{ place: place(line), text: String(got) }],
          preferred: true,
        },
      ],
    });
    this.failure = this.problems.length - 1;
    this.layer(path, 'Linear', line, x, [], want * out + out, 0, {
      in_features: want,
      out_features: out,
      bias: true,
    });
    this.patch(path, {
      outputs: [null],
      macs: null,
      status: 'failed',
      reason: 'the features do not fit',
    });
  }

  /** A call after the failure. */
  notReached(path: string, type: string, line: number, params: number): void {
    this.layer(path, type, line, this.input, [], params, 0, {});
    this.patch(path, {
      inputs: [null],
      outputs: [null],
      macs: null,
      status: 'unknown',
      reason: 'an earlier call failed',
    });
  }

  /** A call of something that is not known. */
  unknown(
    path: string,
    type: string,
    line: number,
    x: number,
    reason: string,
    out: readonly number[] | null,
  ): number {
    const layer = this.layer(path, type, line, x, [], 0, 0, {});
    this.patch(path, {
      outputs: [out],
      params: null,
      macs: null,
      status: 'unknown',
      reason,
      reasonPlace: place(line),
    });
    const id = this.tensor(out, 'node', null, null);
    this.nodes.push({
      op: type,
      args: { input: { tensor: x } },
      outputs: [id],
      layer,
      file,
      offset: place(line).start,
      unknown: reason,
    });
    return id;
  }

  patch(path: string, change: Partial<LayerReport>): void {
    const index = this.layers.findLastIndex((layer) => layer.path === path);
    const layer = this.layers[index];
    if (layer) this.layers[index] = { ...layer, ...change };
  }
  /** Replaces the stated sizes of all layers, for symbolic models. */
  rewrite(change: (shape: Shape) => Shape, status: Status): void {
    this.layers.forEach((layer, index) => {
      this.layers[index] = {
        ...layer,
        inputs: layer.inputs.map(change),
        outputs: layer.outputs.map(change),
        status,
      };
    });
  }

  finish(
    entry: string,
    outputs: readonly number[],
    input: Partial<InputReport> = {},
  ): { model: ModelReport; graph: Graph } {
    const known = this.layers.filter((layer) => typeof layer.params === 'number');
    const name = entry.replace(/\(.*/, '');
    // As the analysis has it: a batch that nobody stated is `N` in the rows and unknown in the graph.
    const batch =
      input.source === undefined || input.source === 'comment' || input.source === 'symbols';
    if (batch) {
      const named = (shape: Shape): Shape =>
        shape && shape.map((size, axis) => (axis === 0 && size === 1 ? 'N' : size));
      this.layers.forEach((layer, index) => {
        this.layers[index] = {
          ...layer,
          inputs: layer.inputs.map(named),
          outputs: layer.outputs.map(named),
        };
      });
      this.tensors.forEach((tensor, id) => {
        if (tensor.source === 'node' || tensor.source === 'input')
          this.tensors[id] = {
            ...tensor,
            shape: tensor.shape && tensor.shape.map((size, axis) => (axis === 0 ? null : size)),
          };
      });
    }
    return {
      graph: { tensors: this.tensors, nodes: this.nodes, inputs: [this.input], outputs },
      model: {
        entry,
        name,
        framework: 'torch',
        place: place(1),
        inputs: [
          {
            name: 'x',
            shape: ['N', ...this.shape.slice(1)],
            dtype: this.dtype,
            source: 'comment',
            sourceText: 'comment in line 13',
            place: place(13),
            ...input,
          },
        ],
        outputs: outputs.map((id) => this.sizes(id).map((size) => size ?? 'N')),
        params: {
          total: known.reduce((sum, layer) => sum + Number(layer.params), 0),
          trainable: null,
        },
        macs: this.layers.every((layer) => typeof layer.macs === 'number')
          ? this.layers.reduce((sum, layer) => sum + Number(layer.macs), 0)
          : null,
        layers: this.layers,
        status: this.failure === null ? 'exact' : 'failed',
        failure: this.failure,
        conditions: [],
        graph: null,
      },
    };
  }
}

export function snapshot(
  built: { model: ModelReport; graph: Graph | null },
  more: Partial<ModelSet> = {},
): ModelSet {
  return {
    type: 'model.set',
    protocol: explorerProtocol,
    file,
    fileLabel: 'model.py',
    version: 1,
    models: [{ entry: built.model.entry, name: built.model.name, line: 1 }],
    model: built.model,
    graph: built.graph,
    problems: [],
    lineStarts: { [file]: lineStarts },
    selection: null,
    status: { kind: 'ready' },
    locale: 'en',
    settings: { macConvention: 'multiplies', seed: 7 },
    ...more,
  };
}

/** The design's small network: two convolutions, three residual blocks, a linear layer. */
export function smallNet(wrong = false): ModelSet {
  const b = new Builder([1, 1, 32, 32]);
  let x = b.relu('relu', 24, b.conv('conv1', 17, b.input, 8, 3, { padding: 1 }));
  x = b.pool('pool', 18, x, 2, 2);
  x = b.relu('relu', 24, b.conv('conv2', 19, x, 16, 3, { stride: 2 }));
  for (let n = 0; n < 3; n++) {
    const y = b.relu(
      `blocks.${n}.relu`,
      10,
      b.bn(
        `blocks.${n}.bn`,
        8,
        b.conv(`blocks.${n}.conv`, 7, x, 16, 3, { padding: 1, bias: false }),
      ),
    );
    x = b.add(11, x, y);
  }
  x = b.flatten(28, x);
  if (wrong) {
    b.wrongLinear('fc', 21, x, 1024, 10);
    b.notReached('softmax', 'Softmax', 22, 0);
  } else x = b.linear('fc', 21, x, 10);
  return snapshot(b.finish('SmallNet()', wrong ? [] : [x]), { problems: b.problems });
}

/** The same, symbolic: no size was found. */
export function symbolicNet(): ModelSet {
  const b = new Builder([1, 1, 32, 32]);
  let x = b.relu('relu', 24, b.conv('conv1', 17, b.input, 8, 3, { padding: 1 }));
  x = b.pool('pool', 18, x, 2, 2);
  x = b.conv('conv2', 19, x, 16, 3, { stride: 2 });
  x = b.linear('fc', 21, b.flatten(28, x), 10);
  const names: Record<number, string> = { 32: 'H', 16: 'H//2', 7: '(H//2 - 3)//2 + 1' };
  const last: Record<number, string> = { 32: 'W', 16: 'W//2', 7: '(W//2 - 3)//2 + 1' };
  b.rewrite(
    (shape) =>
      shape &&
      (shape.length === 4
        ? ['N', shape[1] ?? null, names[Number(shape[2])] ?? null, last[Number(shape[3])] ?? null]
        : [
            'N',
            shape[1] === 784 ? '16*((H//2 - 3)//2 + 1)*((W//2 - 3)//2 + 1)' : (shape[1] ?? null),
          ]),
    'symbolic',
  );
  const built = b.finish('SmallNet()', [x], {
    shape: ['N', 1, 'H', 'W'],
    source: 'symbols',
    sourceText: '',
    place: null,
  });
  const graph: Graph = {
    ...built.graph,
    tensors: built.graph.tensors.map((t) =>
      t.source === 'node' || t.source === 'input'
        ? {
            ...t,
            shape: t.shape && t.shape.map((s, k) => (k === 1 && t.shape?.length === 4 ? s : null)),
          }
        : t,
    ),
  };
  const layers = built.model.layers.map((layer) => ({
    ...layer,
    macs: layer.type === 'Conv2d' ? (layer.path === 'conv1' ? '72*H*W' : '1152*h*w') : layer.macs,
  }));
  return snapshot({
    model: {
      ...built.model,
      layers,
      macs: '72*H*W + 1152*((H//2 - 3)//2 + 1)*((W//2 - 3)//2 + 1) + 7840',
      conditions: ['fc takes 784 features: H and W from 30 to 33'],
    },
    graph,
  });
}

/** A block that comes from a module that is not there. */
export function unknownNet(): ModelSet {
  const b = new Builder([1, 1, 32, 32]);
  let x = b.relu('relu', 24, b.conv('conv1', 17, b.input, 8, 3, { padding: 1 }));
  x = b.pool('pool', 18, x, 2, 2);
  x = b.unknown(
    'blocks',
    'Sequential',
    20,
    x,
    'make_blocks comes from shared_layers, which is not in this workspace',
    [1, 8, 16, 16],
  );
  b.patch('blocks', { outputs: [null] });
  x = b.conv('conv2', 19, x, 16, 3, { stride: 2 });
  x = b.linear('fc', 21, b.flatten(28, x), 10);
  return snapshot(b.finish('SmallNet()', [x]));
}

/** ResNet-like: stages of blocks with a downsampling branch, larger pictures in colour. */
export function residualNet(side = 64): ModelSet {
  const b = new Builder([1, 3, side, side]);
  let x = b.pool(
    'maxpool',
    20,
    b.relu(
      'relu',
      19,
      b.bn('bn1', 18, b.conv('conv1', 17, b.input, 16, 7, { stride: 2, padding: 3, bias: false })),
    ),
    3,
    2,
    1,
  );
  let channels = 16;
  for (let stage = 1; stage <= 3; stage++) {
    const out = 16 * 2 ** (stage - 1);
    for (let n = 0; n < 2; n++) {
      const path = `layer${stage}.${n}`;
      const stride = stage > 1 && n === 0 ? 2 : 1;
      let y = b.relu(
        `${path}.relu`,
        9,
        b.bn(
          `${path}.bn1`,
          6,
          b.conv(`${path}.conv1`, 5, x, out, 3, { stride, padding: 1, bias: false }),
        ),
      );
      y = b.bn(
        `${path}.bn2`,
        8,
        b.conv(`${path}.conv2`, 7, y, out, 3, { padding: 1, bias: false }),
      );
      const skip =
        stride > 1 || channels !== out
          ? b.bn(
              `${path}.downsample.1`,
              11,
              b.conv(`${path}.downsample.0`, 10, x, out, 1, { stride, bias: false }),
            )
          : x;
      x = b.relu(`${path}.relu`, 9, b.add(14, y, skip));
      channels = out;
    }
  }
  x = b.flatten(28, b.adaptive('avgpool', 26, x, 1));
  x = b.linear('fc', 21, x, 10);
  return snapshot(
    b.finish('residual_net()', [x], {
      shape: [1, 3, side, side],
      source: 'comment-directive',
      sourceText: 'directive in line 2',
      place: place(2),
    }),
  );
}

/** Four branches joined by cat, then depthwise, dilated, reflect padding and a transposed convolution. */
export function mixedNet(): ModelSet {
  const b = new Builder([1, 3, 24, 24]);
  const x = b.relu(null, 30, b.conv('stem', 5, b.input, 12, 3, { padding: 1, mode: 'reflect' }));
  const one = b.conv('branch1', 6, x, 4, 1);
  const two = b.conv('branch2b', 8, b.conv('branch2a', 7, x, 4, 1), 6, 3, { padding: 1 });
  const three = b.conv('branch3b', 10, b.conv('branch3a', 9, x, 4, 1), 6, 3, {
    padding: 2,
    dilation: 2,
  });
  const four = b.conv('branch4', 12, b.pool('branch_pool', 11, x, 3, 1, 1), 4, 1);
  let y = b.cat(35, [one, two, three, four]);
  y = b.conv('depthwise', 13, y, 20, 3, { padding: 1, groups: 20, stride: 2 });
  y = b.pool('average', 14, y, 2, 2, 0, 'AvgPool2d');
  y = b.convTranspose('up', 15, y, 8, 4, 2, 1);
  return snapshot(b.finish('Mixed()', [y]));
}

/** A signal in one dimension. */
export function signalNet(): ModelSet {
  const b = new Builder([1, 1, 128]);
  const x = b.relu('relu', 9, b.conv1d('conv', 5, b.input, 6, 9, 2, 4));
  const y = b.conv1d('conv2', 6, x, 8, 5, 2, 2);
  return snapshot(b.finish('Audio()', [y]));
}

/** The lesson's demos. */
export function demoNet(side: number, filters: number, kernel: number, padding: number): ModelSet {
  const b = new Builder([1, 1, side, side]);
  const y = b.conv('conv', 5, b.input, filters, kernel, { padding, bias: false });
  return snapshot(
    b.finish('Demo()', [y], {
      shape: [1, 1, side, side],
      source: 'comment-directive',
      sourceText: 'directive in line 1',
    }),
  );
}
