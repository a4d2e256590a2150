/**
 * The built-in pictures, computed: colour at a point of the unit square. No file, so any size is sharp and nobody's
 * copyright is touched.
 */
import { fractalNoise, hash, valueNoise } from './noise';

/** Red, green, blue from 0 to 1. */
export type Colour = readonly [number, number, number];
/** x to the right, y down, both 0 to 1. */
export type Scene = (x: number, y: number) => Colour;

const clamp = (v: number): number => Math.min(1, Math.max(0, v));
const mix = (a: Colour, b: Colour, t: number): Colour => {
  const k = clamp(t);
  return [a[0] + (b[0] - a[0]) * k, a[1] + (b[1] - a[1]) * k, a[2] + (b[2] - a[2]) * k];
};
const scale = (c: Colour, k: number): Colour => [clamp(c[0] * k), clamp(c[1] * k), clamp(c[2] * k)];
const grey = (v: number): Colour => [v, v, v];
/** 0 below `low`, 1 above `high`, smooth between. */
const step = (low: number, high: number, v: number): number => {
  const t = clamp((v - low) / (high - low));
  return t * t * (3 - 2 * t);
};
/** Distance from a point to a segment. */
function toSegment(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const t = clamp(
    ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2),
  );
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
}

/** A hand-drawn seven, white on black, as in data sets of digits. */
const digit: Scene = (x, y) => {
  const bar = toSegment(x, y, 0.26, 0.235 + 0.01 * Math.sin(9 * x), 0.735, 0.215);
  // The leg bends a little, as a hand draws it.
  const t = clamp((y - 0.215) / 0.6);
  const leg =
    y < 0.8
      ? Math.abs(x - (0.735 - 0.3 * t - 0.05 * Math.sin(Math.PI * t))) * 0.92
      : Math.hypot(x - 0.435, y - 0.8);
  const near = Math.min(bar, y > 0.2 ? leg : 1);
  return grey(1 - step(0.035, 0.062, near));
};

/** Evening over mountains and a lake, with a sailing boat. */
const landscape: Scene = (x, y) => {
  const horizon = 0.62;
  const sky = (u: number, v: number): Colour => {
    const base = mix([0.16, 0.29, 0.55], [0.99, 0.75, 0.48], step(0, horizon, v) ** 1.3);
    const cloud =
      step(0.5, 0.78, fractalNoise(u * 3.2, v * 9, 11, 4)) * (1 - step(0.42, horizon, v));
    const sun = 1 - step(0.055, 0.062, Math.hypot(u - 0.7, (v - 0.36) * 1.02));
    const glow = Math.exp(-((u - 0.7) ** 2 + (v - 0.36) ** 2) * 22);
    return mix(
      mix(mix(base, [1, 0.93, 0.86], 0.75 * cloud), [1, 0.86, 0.55], 0.65 * glow),
      [1, 0.97, 0.85],
      sun,
    );
  };
  const ridge = (u: number, base: number, height: number, rough: number, seed: number): number =>
    base - height * fractalNoise(u * rough, seed * 3.1, seed, 5);
  const land = (u: number, v: number): Colour => {
    let colour = sky(u, v);
    const far = ridge(u, 0.66, 0.5 * Math.exp(-((u - 0.3) ** 2) * 7) + 0.16, 3.4, 5);
    if (v > far) {
      const snow = step(0, 0.05, 0.36 - v + 0.12 * (valueNoise(u * 26, v * 26, 3) - 0.5));
      const light = 0.72 + 0.5 * (valueNoise(u * 20 + v * 14, v * 9, 21) - 0.5);
      colour = mix(scale([0.36, 0.4, 0.52], light), scale([0.93, 0.94, 0.98], light + 0.2), snow);
      colour = mix(colour, [0.85, 0.72, 0.62], 0.38 * step(0.3, horizon, v));
    }
    const near = ridge(u, 0.66, 0.22, 5.2, 9) + 0.05 * u;
    if (v > near) colour = scale([0.16, 0.25, 0.2], 0.7 + 0.6 * valueNoise(u * 60, v * 60, 4));
    return colour;
  };
  // Boat: hull and a bright triangle.
  const bx = 0.36;
  if (y > 0.79 && y < 0.825 && Math.abs(x - bx) < 0.1 - (y - 0.79) * 1.1) return [0.35, 0.16, 0.1];
  const sail = (0.785 - y) / 0.24;
  if (sail > 0 && sail < 1 && x > bx - 0.005 && x < bx + 0.11 * (1 - sail))
    return scale([0.99, 0.97, 0.92], 0.8 + 0.25 * sail);
  if (sail > 0 && sail < 0.92 && x < bx - 0.014 && x > bx - 0.014 - 0.062 * (0.92 - sail))
    return [0.86, 0.36, 0.24];
  if (y < horizon) return land(x, y);
  // The lake repeats what stands above it, squeezed and rippled.
  const depth = y - horizon;
  const ripple =
    0.012 *
    Math.sin(90 * Math.sqrt(depth + 0.01) + 6 * valueNoise(x * 8, y * 30, 2)) *
    (0.3 + depth * 4);
  const mirrored = land(clamp(x + ripple), Math.max(0, horizon - depth * 1.35 - Math.abs(ripple)));
  const shine = step(0.62, 0.8, valueNoise(x * 14, y * 90, 8)) * 0.22;
  return mix(
    scale(mix(mirrored, [0.08, 0.17, 0.28], 0.3 + depth * 0.5), 0.92),
    [1, 0.88, 0.7],
    shine,
  );
};

/** A face under light from the left: soft shading, eyes, nose, mouth, hair. */
const face: Scene = (x, y) => {
  const u = (x - 0.5) / 0.29;
  const v = (y - 0.52) / 0.37;
  const back = mix(
    [0.33, 0.42, 0.46],
    [0.13, 0.17, 0.21],
    x * 0.75 + 0.25 * fractalNoise(x * 3, y * 3, 31, 3),
  );
  let colour: Colour = back;
  // Shoulders and neck.
  const shoulders = y - 0.86 - 0.35 * (x - 0.5) ** 2 * 3;
  if (shoulders > 0)
    colour = scale(
      [0.24, 0.32, 0.52],
      0.75 + 0.5 * (0.6 - x) + 0.25 * valueNoise(x * 50, y * 50, 6),
    );
  if (Math.abs(x - 0.5) < 0.115 && y > 0.72 && y < 0.92)
    colour = scale([0.72, 0.5, 0.4], 0.95 - 1.1 * Math.abs(x - 0.44));
  // Hair behind the face.
  const hair = Math.hypot(u * 0.83, (v + 0.18) * 0.86);
  const strand = 0.65 + 0.7 * valueNoise(x * 46 + 8 * Math.sin(y * 7), y * 7, 14);
  if (hair < 1.02 && y < 0.66) colour = scale([0.27, 0.16, 0.1], strand * (1.25 - 0.5 * x));
  const skull = Math.hypot(u, v * (v > 0 ? 0.96 : 1));
  const jaw =
    v > 0 ? Math.abs(u) - (1 - 0.32 * v * v) * Math.sqrt(Math.max(0, 1 - v * v)) : skull - 1;
  if (skull < 1.02 && jaw < 0.02) {
    const nz = Math.sqrt(Math.max(0, 1 - Math.min(1, skull * skull)));
    const light = clamp(0.18 + 0.75 * (-0.5 * u - 0.35 * v + 0.75 * nz));
    let skin = scale([0.98, 0.76, 0.63], 0.42 + 0.72 * light);
    skin = mix(
      skin,
      [0.86, 0.45, 0.4],
      0.28 * Math.exp(-((Math.abs(u) - 0.5) ** 2 * 12 + (v - 0.28) ** 2 * 14)),
    );
    // Nose: a lit ridge, a shaded side, a shadow below.
    skin = scale(
      skin,
      1 +
        0.12 * Math.exp(-((u + 0.06) ** 2) * 130) * step(-0.3, 0.1, v) * (1 - step(0.24, 0.32, v)),
    );
    skin = scale(
      skin,
      1 - 0.3 * Math.exp(-((u - 0.12) ** 2) * 90) * step(-0.2, 0.12, v) * (1 - step(0.26, 0.33, v)),
    );
    skin = scale(skin, 1 - 0.4 * Math.exp(-((u / 0.17) ** 2 + ((v - 0.31) / 0.035) ** 2)));
    for (const side of [-1, 1]) {
      const ex = u - 0.4 * side;
      const ey = v + 0.1;
      const socket = Math.exp(-((ex / 0.3) ** 2 + ((ey + 0.02) / 0.17) ** 2));
      skin = scale(skin, 1 - 0.25 * socket);
      const lid = Math.abs(ey) - 0.085 * Math.sqrt(Math.max(0, 1 - (ex / 0.21) ** 2));
      if (Math.abs(ex) < 0.21 && lid < 0) {
        const iris = Math.hypot(ex - 0.015, ey * 1.1);
        skin = mix([0.96, 0.94, 0.92], [0.24, 0.36, 0.33], 1 - step(0.075, 0.088, iris));
        skin = mix(skin, [0.03, 0.03, 0.03], 1 - step(0.034, 0.045, iris));
        if (Math.hypot(ex + 0.02, ey + 0.028) < 0.02) skin = [1, 1, 1];
      } else if (Math.abs(ex) < 0.23 && lid < 0.022 && ey < 0.03) skin = scale(skin, 0.35);
      const brow =
        Math.abs(v + 0.3 - 0.1 * ex * side + 0.35 * ex * ex) -
        0.032 * (1 - 0.5 * (ex * side + 0.25));
      if (Math.abs(ex) < 0.27 && brow < 0) skin = mix(skin, [0.22, 0.13, 0.08], 0.85);
    }
    const smile = v - 0.55 + 0.22 * u * u;
    const lips = 0.055 * Math.sqrt(Math.max(0, 1 - (u / 0.36) ** 2));
    if (Math.abs(u) < 0.36 && Math.abs(smile) < lips) skin = mix(skin, [0.72, 0.27, 0.27], 0.8);
    if (Math.abs(u) < 0.37 && Math.abs(smile) < 0.012) skin = scale(skin, 0.4);
    skin = scale(skin, 1 - 0.22 * Math.exp(-((u / 0.28) ** 2 + ((v - 0.7) / 0.05) ** 2)));
    colour = mix(colour, skin, step(1.02, 0.985, Math.max(skull, 1 + jaw)));
    // Hair over the forehead, parted to one side.
    const fringe = v + 0.62 + 0.3 * (u - 0.25) ** 2 + 0.05 * (valueNoise(x * 40, 1, 9) - 0.5);
    if (fringe < 0) colour = scale([0.27, 0.16, 0.1], strand * (1.25 - 0.5 * x));
  }
  return scale(colour, 0.97 + 0.06 * (hash(Math.floor(x * 512), Math.floor(y * 512), 77) - 0.5));
};

const stripes: Scene = (x, y) => {
  if (y < 0.5) return grey(Math.floor(x * 10) % 2 === 0 ? 1 : 0);
  return grey(Math.floor((x + y) * 8) % 2 === 0 ? 0.9 : 0.1);
};
const checker: Scene = (x, y) =>
  grey((Math.floor(x * 8) + Math.floor(y * 8)) % 2 === 0 ? 0.95 : 0.05);
const rings: Scene = (x, y) => grey(0.5 + 0.5 * Math.cos(Math.hypot(x - 0.5, y - 0.5) ** 2 * 95));

/** Scenes by name, in the order they are offered. `dot` and `noise` are drawn by pixel, see picture.ts. */
export const scenes = { digit, landscape, face, stripes, checker, rings } as const;
