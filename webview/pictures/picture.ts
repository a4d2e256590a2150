/** Numbers for a model's input: a built-in picture, signal or seeded numbers, whatever its shape asks for. */
import type { StringKey } from '../text/english';
import { fractalNoise, random } from './noise';
import { scenes, type Colour, type Scene } from './scenes';

export type PictureName = keyof typeof scenes | 'dot' | 'noise';
export type SignalName = 'tone' | 'chirp' | 'clicks' | 'noise';
export type SampleName = PictureName | SignalName;

export const pictureNames: readonly PictureName[] = [
  'digit',
  'landscape',
  'face',
  'stripes',
  'checker',
  'rings',
  'dot',
  'noise',
];
export const signalNames: readonly SignalName[] = ['tone', 'chirp', 'clicks', 'noise'];
export const pictureLabels: Readonly<Record<SampleName, StringKey>> = {
  digit: 'pictureDigit',
  landscape: 'pictureLandscape',
  face: 'pictureFace',
  stripes: 'pictureStripes',
  checker: 'pictureChecker',
  rings: 'pictureRings',
  dot: 'pictureDot',
  noise: 'pictureNoise',
  tone: 'pictureTone',
  chirp: 'pictureChirp',
  clicks: 'pictureClicks',
};

/** Red, green and blue planes of a scene, `samples`² points averaged per pixel. */
function render(scene: Scene, height: number, width: number): Float32Array {
  const samples = height * width > 20000 ? 2 : 3;
  const planes = new Float32Array(3 * height * width);
  for (let r = 0; r < height; r++) {
    for (let c = 0; c < width; c++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let i = 0; i < samples; i++) {
        for (let j = 0; j < samples; j++) {
          const colour: Colour = scene(
            (c + (j + 0.5) / samples) / width,
            (r + (i + 0.5) / samples) / height,
          );
          red += colour[0];
          green += colour[1];
          blue += colour[2];
        }
      }
      const at = r * width + c;
      // Two decimals, so that a written sum can be followed by hand.
      const tidy = (v: number): number => Math.round((100 * v) / samples ** 2) / 100;
      planes[at] = tidy(red);
      planes[height * width + at] = tidy(green);
      planes[2 * height * width + at] = tidy(blue);
    }
  }
  return planes;
}

const cache = new Map<string, Float32Array>();

/** A picture as channels × height × width, values 0 to 1: one channel is its brightness, three are red, green, blue. */
export function pictureOf(
  name: PictureName,
  channels: number,
  height: number,
  width: number,
): Float32Array {
  const key = `${name}/${channels}/${height}/${width}`;
  const known = cache.get(key);
  if (known) return known;
  const size = height * width;
  const data = new Float32Array(channels * size);
  if (name === 'dot') {
    for (let c = 0; c < channels; c++)
      data[c * size + Math.floor(height / 2) * width + Math.floor(width / 2)] = 1;
  } else if (name === 'noise') {
    const next = random(5);
    for (let i = 0; i < data.length; i++) data[i] = Math.round(next() * 100) / 100;
  } else {
    const planes = render(scenes[name], height, width);
    for (let c = 0; c < channels; c++) {
      for (let i = 0; i < size; i++) {
        const red = planes[i] ?? 0;
        const green = planes[size + i] ?? 0;
        const blue = planes[2 * size + i] ?? 0;
        const brightness = Math.round((0.299 * red + 0.587 * green + 0.114 * blue) * 100) / 100;
        // More than three channels: brightness and colours by turns, shifted, so that no two channels are equal.
        const plane =
          channels === 1
            ? brightness
            : channels <= 4
              ? ([red, green, blue, brightness][c] ?? 0)
              : null;
        if (plane !== null) data[c * size + i] = plane;
        else {
          const row = Math.floor(i / width);
          const column = i % width;
          const shifted = ((row + 2 * c) % height) * width + ((column + 3 * c) % width);
          data[c * size + i] = planes[(c % 3) * size + shifted] ?? 0;
        }
      }
    }
  }
  if (cache.size > 24) cache.clear();
  cache.set(key, data);
  return data;
}

/** A signal as channels × length, values −1 to 1. */
export function signalOf(name: SignalName, channels: number, length: number): Float32Array {
  const data = new Float32Array(channels * length);
  const next = random(17);
  for (let c = 0; c < channels; c++) {
    for (let i = 0; i < length; i++) {
      const t = i / length;
      const value =
        name === 'tone'
          ? Math.sin(2 * Math.PI * 6 * (c + 1) * t) * Math.exp(-2 * t)
          : name === 'chirp'
            ? Math.sin(2 * Math.PI * (2 + c) * 12 * t * t) * 0.9
            : name === 'clicks'
              ? i % Math.max(4, Math.floor(length / (6 + c))) === 0
                ? 1
                : 0
              : next() * 2 - 1;
      data[c * length + i] = Math.round(value * 100) / 100;
    }
  }
  return data;
}

/** The kind of input a shape asks for. */
export type InputKind = 'picture' | 'signal' | 'video' | 'features' | 'numbers' | 'tokens';
export function inputKind(
  shape: readonly number[],
  dtype: 'float' | 'int' | 'bool' | 'complex',
): InputKind {
  if (dtype === 'int') return 'tokens';
  if (shape.length === 4) return 'picture';
  if (shape.length === 5) return 'video';
  // Three axes: a picture without its batch where the first axis looks like colours and both sides like a picture's.
  if (shape.length === 3)
    return (shape[0] ?? 0) <= 4 && (shape[1] ?? 0) >= 8 && (shape[1] ?? 0) > (shape[0] ?? 0) * 2
      ? 'picture'
      : 'signal';
  return shape.length === 2 ? 'features' : 'numbers';
}

const isPicture = (name: string): name is PictureName =>
  (pictureNames as readonly string[]).includes(name);
const isSignal = (name: string): name is SignalName =>
  (signalNames as readonly string[]).includes(name);

/** Numbers for an input of this shape. A name that does not fit the kind falls back to the first that does. */
export function sampleOf(
  name: string,
  shape: readonly number[],
  dtype: 'float' | 'int' | 'bool' | 'complex',
): Float32Array {
  const total = shape.reduce((a, b) => a * b, 1);
  const data = new Float32Array(total);
  const last = shape.at(-1) ?? 1;
  switch (inputKind(shape, dtype)) {
    case 'picture': {
      const picture = isPicture(name) ? name : 'digit';
      const [channels, height] = [shape.at(-3) ?? 1, shape.at(-2) ?? 1];
      const one = pictureOf(picture, channels, height, last);
      for (let at = 0; at < total; at += one.length) data.set(one, at);
      return data;
    }
    case 'video': {
      // The picture moves one column a frame.
      const picture = isPicture(name) ? name : 'digit';
      const [channels, frames, height] = [shape.at(-4) ?? 1, shape.at(-3) ?? 1, shape.at(-2) ?? 1];
      const one = pictureOf(picture, channels, height, last);
      for (let i = 0; i < total; i++) {
        const column = i % last;
        const row = Math.floor(i / last) % height;
        const frame = Math.floor(i / (last * height)) % frames;
        const channel = Math.floor(i / (last * height * frames)) % channels;
        data[i] = one[(channel * height + row) * last + ((column + frame) % last)] ?? 0;
      }
      return data;
    }
    case 'signal': {
      const signal = isSignal(name) ? name : 'chirp';
      const one = signalOf(signal, shape.at(-2) ?? 1, last);
      for (let at = 0; at < total; at += one.length) data.set(one, at);
      return data;
    }
    case 'tokens':
      // Small numbers: every vocabulary has them.
      for (let i = 0; i < total; i++) data[i] = i % 2 === 0 ? 1 : 0;
      return data;
    default: {
      if (isPicture(name) && name !== 'noise') {
        const side = Math.floor(Math.sqrt(last));
        // A flattened picture (784 = 28 × 28).
        if (side * side === last && side >= 4) {
          const one = pictureOf(name, 1, side, side);
          for (let at = 0; at < total; at += one.length)
            data.set(one.subarray(0, Math.min(one.length, total - at)), at);
          return data;
        }
      }
      for (let i = 0; i < total; i++)
        data[i] = Math.round((fractalNoise(i * 0.37, 0.5, 3, 2) * 2 - 1) * 100) / 100;
      return data;
    }
  }
}

/** What suits an input nobody chose a picture for: a digit for one small channel, else a landscape; a rising tone for signals. */
export function defaultSample(shape: readonly number[]): SampleName {
  const kind = inputKind(shape, 'float');
  if (kind === 'signal') return 'chirp';
  return (shape.at(-3) ?? 1) === 1 && (shape.at(-1) ?? 1) <= 40 ? 'digit' : 'landscape';
}

/** Names offered for an input. */
export function namesFor(kind: InputKind): readonly SampleName[] {
  if (kind === 'picture' || kind === 'video') return pictureNames;
  return kind === 'signal' ? signalNames : [];
}
