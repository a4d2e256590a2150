/** What prepared kernels share: the memory, compiled modules by shape, scratch space, and which code this machine runs best. */
import { Assembler } from '../emitter/assembler';
import type { Features } from '../emitter/features';
import type { Variant } from '../emitter/panel';
import type { Arena } from './arena';

/** A compiled module's functions. */
export type Functions = Readonly<Record<string, (...args: number[]) => void>>;

/** Shared by all layers of one engine. */
export class KernelContext {
  private readonly modules = new Map<string, Functions>();
  private scratchPlace = 0;
  private scratchBytes = 0;

  constructor(
    readonly arena: Arena,
    readonly features: Features,
    public variant: Variant,
  ) {}

  /** The functions of a module, compiled once for each key. */
  compile(key: string, emit: (assembler: Assembler) => void): Functions {
    const full = `${this.features.fma ? 'fma' : 'mul'} ${key}`;
    const known = this.modules.get(full);
    if (known) return known;
    const assembler = new Assembler();
    emit(assembler);
    const module = new WebAssembly.Module(assembler.bytes());
    const instance = new WebAssembly.Instance(module, { env: { memory: this.arena.memory } });
    const functions = instance.exports as unknown as Functions;
    this.modules.set(full, functions);
    return functions;
  }

  /** Makes sure of so many bytes of scratch space. */
  needScratch(bytes: number): void {
    if (bytes <= this.scratchBytes) return;
    if (this.scratchPlace) this.arena.release(this.scratchPlace);
    this.scratchBytes = 0;
    this.scratchPlace = 0;
    this.scratchPlace = this.arena.allocate(bytes, true);
    this.scratchBytes = bytes;
  }

  /** Scratch space that lasts for one run of a layer; it moves when more is needed. */
  get scratch(): number {
    return this.scratchPlace;
  }
}

/** A layer whose weights are packed and whose code is compiled. Places are bytes in the arena. */
export interface PreparedKernel {
  /** Computes from an input to an output in the arena, both channels first without gaps. */
  run(input: number, output: number): void;
  /** Bytes that weights and tables take. */
  readonly bytes: number;
  /** Which algorithm it is. */
  readonly algorithm: string;
  release(): void;
}
