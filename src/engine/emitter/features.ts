/** What this machine's WebAssembly can do: vectors, and multiply-add in one instruction. */
import { Assembler } from './assembler';

/** What emitted kernels may use. */
export interface Features {
  /** 128-bit vectors; without them everything runs in plain TypeScript. */
  readonly simd: boolean;
  /** relaxed_madd: one instruction for a·b + c. */
  readonly fma: boolean;
}

function valid(emit: (assembler: Assembler) => void): boolean {
  try {
    const assembler = new Assembler();
    emit(assembler);
    return WebAssembly.validate(assembler.bytes());
  } catch {
    return false;
  }
}

let known: Features | null = null;

/** Asks WebAssembly once. */
export function detectFeatures(): Features {
  known ??= {
    simd: valid((a) => {
      const code = a.function('f', []);
      code.const(0).zero().zero().vAdd().store();
    }),
    fma: valid((a) => {
      const code = a.function('f', []);
      code.const(0).zero().zero().zero().relaxedMadd().store();
    }),
  };
  return known;
}
