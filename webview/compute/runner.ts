/** Runs requests with the engine, in the worker or in slices on the page, and keeps what runs of one key have in common. */
import { runNetwork } from '../../src/engine/index';
import type { FromWorker, Numbers, RunRequest, ToWorker } from './messages';

/** Activations of one key that are kept between runs, in bytes: turning from layer to layer is then instant. */
const keepAtMost = 256 * 1024 * 1024;

/** Parameters that are kept filled between runs, in numbers; those of larger networks are drawn anew each time. */
const fillAtMost = 64 * 1024 * 1024;
const parametersOf = ({ graph }: RunRequest): number =>
  graph.tensors.reduce(
    (sum, { source, shape }) =>
      source === 'parameter' || source === 'buffer'
        ? sum + (shape ?? []).reduce<number>((a, b) => a * (b ?? 1), 1)
        : sum,
    0,
  );

/** Largest finite magnitude. */
function magnitude(data: Float32Array): number {
  let most = 0;
  for (const value of data) {
    const size = Math.abs(value);
    if (size > most && size < Infinity) most = size;
  }
  return most;
}

export class Runner {
  private key = '';
  private kept = new Map<number, Numbers>();
  private keptBytes = 0;
  private ranges = new Map<number, number>();
  private epoch = -1;
  /** Filled parameters: another picture needs no new random numbers. */
  private filled = new Map<string, Numbers>();
  private filledSeed = -1;

  constructor(private readonly post: (message: FromWorker, transfer?: Transferable[]) => void) {}

  receive(message: ToWorker): void {
    if (message.type === 'run.cancel') {
      if (message.epoch === this.epoch) {
        this.epoch = -1;
        this.post({
          type: 'run.failed',
          epoch: message.epoch,
          node: -1,
          reason: '',
          cancelled: true,
          range: 0,
        });
      }
      return;
    }
    this.epoch = message.epoch;
    void this.run(message);
  }

  private largest(): number {
    return [...this.ranges.values()].reduce((a, b) => Math.max(a, b), 0);
  }

  private keep(id: number, numbers: Numbers): void {
    if (this.kept.has(id)) return;
    const bytes = numbers.data.byteLength;
    if (this.keptBytes + bytes > keepAtMost) return;
    this.kept.set(id, numbers);
    this.keptBytes += bytes;
  }

  private send(epoch: number, id: number, numbers: Numbers): void {
    // A copy goes: what is kept must not be transferred away.
    const data = numbers.data.slice();
    this.post({ type: 'run.tensor', epoch, id, numbers: { shape: [...numbers.shape], data } }, [
      data.buffer,
    ]);
  }

  private async run(request: RunRequest): Promise<void> {
    const { epoch, graph } = request;
    const current = (): boolean => epoch === this.epoch;
    const begun = performance.now();
    if (request.key !== this.key) {
      this.key = request.key;
      this.kept = new Map();
      this.keptBytes = 0;
      this.ranges = new Map();
    }
    if (request.seed !== this.filledSeed) {
      this.filledSeed = request.seed;
      this.filled = new Map();
    }
    const missing = new Set(request.wanted);
    const offer = (id: number, numbers: Numbers): void => {
      if (!missing.delete(id)) return;
      this.send(epoch, id, numbers);
    };
    for (const id of request.wanted) {
      const known = this.kept.get(id) ?? request.inputs.get(id) ?? request.parameters.get(id);
      if (known) offer(id, known);
    }
    const makes = (): boolean =>
      graph.nodes.every((node) => node.outputs.every((id) => this.ranges.has(id)));
    try {
      if (missing.size > 0 || (request.ranges && !makes())) {
        await runNetwork(graph, {
          inputs: request.inputs,
          parameters: request.parameters,
          seed: request.seed,
          wanted: request.wanted,
          ...(parametersOf(request) <= fillAtMost ? { filled: this.filled } : {}),
          onTensor: (id, numbers, activation) => {
            if (activation) this.ranges.set(id, magnitude(numbers.data));
            this.keep(id, numbers);
            offer(id, numbers);
          },
          onProgress: (done, total) => {
            if (current()) this.post({ type: 'run.progress', epoch, done, total });
          },
          cancelled: () => !current(),
        });
      }
      if (!current()) return;
      this.epoch = -1;
      this.post({
        type: 'run.done',
        epoch,
        milliseconds: performance.now() - begun,
        range: this.largest(),
      });
    } catch (error) {
      if (!current()) return;
      this.epoch = -1;
      const node =
        typeof error === 'object' &&
        error !== null &&
        'node' in error &&
        typeof error.node === 'number'
          ? error.node
          : -1;
      this.post({
        type: 'run.failed',
        epoch,
        node,
        reason: error instanceof Error ? error.message : String(error),
        cancelled: false,
        range: this.largest(),
      });
    }
  }
}
