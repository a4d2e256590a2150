/** Numbers in [-1, 1) without a pattern, a hash of their index: the same as record.py's. */
export function mixed(shape: readonly number[], seed: number): Float32Array {
  const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
  const start = Math.imul(seed, 0x9e3779b9);
  for (let i = 0; i < data.length; i++) {
    let x = (i + start) | 0;
    x ^= x >>> 16;
    x = Math.imul(x, 0x7feb352d);
    x ^= x >>> 15;
    x = Math.imul(x, 0x846ca68b);
    x ^= x >>> 16;
    data[i] = (x >>> 8) * 2 ** -23 - 1;
  }
  return data;
}
