/** Seeded random numbers: the same seed and name give the same numbers on every machine. */

/** A stream of random numbers. */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  next(): number;
  /** Normal with mean 0 and deviation 1. */
  normal(): number;
}

/** A 32-bit hash of a text (FNV-1a), to give every tensor a stream of its own. */
function hash(text: string, seed: number): number {
  let h = (2166136261 ^ seed) >>> 0;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619) >>> 0;
  return h;
}

/** Tables of the ziggurat for the normal distribution: 128 layers of equal area (Marsaglia and Tsang, 2000). */
interface Ziggurat {
  readonly edges: Float64Array;
  readonly heights: Float64Array;
}

let tables: Ziggurat | null = null;

function ziggurat(): Ziggurat {
  if (tables) return tables;
  const layers = 128;
  const tail = 3.442619855899;
  const area = 9.91256303526217e-3;
  const edges = new Float64Array(layers + 1);
  const heights = new Float64Array(layers + 1);
  const density = (x: number): number => Math.exp(-0.5 * x * x);
  edges[0] = area / density(tail);
  edges[1] = tail;
  for (let i = 2; i < layers; i++) edges[i] = Math.sqrt(-2 * Math.log(area / edges[i - 1]! + density(edges[i - 1]!)));
  for (let i = 0; i <= layers; i++) heights[i] = density(edges[i]!);
  return (tables = { edges, heights });
}

/** sfc32 (Chris Doty-Humphrey's small fast counting generator), of period 2^128 on average, seeded by a number and a name. */
class SmallFastCounter implements Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;
  private readonly tables = ziggurat();

  constructor(seed: number, name: string) {
    this.a = hash(name, seed) | 0;
    this.b = hash(name, ~seed) | 0;
    this.c = seed | 0;
    for (let i = 0; i < 12; i++) this.bits();
  }

  /** 32 random bits as a signed integer. */
  private bits(): number {
    const t = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + t) | 0;
    return t;
  }

  next(): number {
    return (this.bits() >>> 0) / 4294967296;
  }

  normal(): number {
    const { edges, heights } = this.tables;
    for (;;) {
      const bits = this.bits();
      const layer = bits & 127;
      // 25 bits of position in the layer, the sign among them.
      const x = (bits >> 7) * (1 / 16777216) * edges[layer]!;
      if (Math.abs(x) < edges[layer + 1]!) return x;
      if (layer === 0) {
        // The tail beyond the last layer, by Marsaglia's method.
        const tail = edges[1]!;
        for (;;) {
          const out = -Math.log(1 - this.next()) / tail;
          const up = -Math.log(1 - this.next());
          if (up + up > out * out) return bits < 0 ? -tail - out : tail + out;
        }
      }
      const low = heights[layer]!;
      if (low + this.next() * (heights[layer + 1]! - low) < Math.exp(-0.5 * x * x)) return x;
    }
  }
}

/** The stream of a seed and a name. */
export function randomOf(seed: number, name: string): Random {
  return new SmallFastCounter(seed, name);
}
