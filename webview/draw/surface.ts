/** Canvas work shared by all pictures: device pixels, outlines with a halo, hatching, small maps. */
import type { Volume } from '../stage/explain';
import { css } from './colour';
import type { Palette, ScaleKind } from './scale';

/** Sizes a canvas in CSS pixels and answers its context in CSS units. */
export function prepare(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.max(1, Math.round(height * ratio));
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2d context');
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.imageSmoothingEnabled = false;
  return context;
}

/** A rectangle in the mark colour with a halo of paper: seen on every cell colour. */
export function outline(
  context: CanvasRenderingContext2D,
  palette: Palette,
  x: number,
  y: number,
  width: number,
  height: number,
  line: number,
): void {
  context.lineWidth = line + 2;
  context.strokeStyle = css(palette.paper);
  context.strokeRect(x, y, width, height);
  context.lineWidth = line;
  context.strokeStyle = css(palette.mark);
  context.strokeRect(x, y, width, height);
}

/** Diagonal lines: not read. */
export function hatch(
  context: CanvasRenderingContext2D,
  palette: Palette,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = css(palette.muted);
  context.lineWidth = 1;
  context.beginPath();
  for (let k = -height; k < width; k += 4) {
    context.moveTo(x + k, y + height);
    context.lineTo(x + k + height, y);
  }
  context.stroke();
  context.restore();
}

/** One value a pixel: a channel as an image, ready to be stretched without interpolation. */
export function channelImage(
  volume: Volume,
  channel: number,
  palette: Palette,
  kind: ScaleKind,
  range: number,
): { image: HTMLCanvasElement; clipped: number } {
  const { width, height } = volume;
  const image = document.createElement('canvas');
  image.width = Math.max(1, width);
  image.height = Math.max(1, height);
  const context = image.getContext('2d');
  if (!context) throw new Error('no 2d context');
  const pixels = context.createImageData(image.width, image.height);
  let clipped = 0;
  for (let i = 0; i < width * height; i++) {
    const value = volume.data[channel * width * height + i] ?? 0;
    if (kind !== 'picture' && Math.abs(value) > range * (1 + 1e-6)) clipped++;
    const colour = Number.isNaN(value) ? palette.error : palette.colourOf(kind, value, range);
    pixels.data[4 * i] = colour[0];
    pixels.data[4 * i + 1] = colour[1];
    pixels.data[4 * i + 2] = colour[2];
    pixels.data[4 * i + 3] = 255;
  }
  context.putImageData(pixels, 0, 0);
  return { image, clipped };
}

/** Height in CSS pixels of a small map `width` wide: a signal of one row is drawn as a band. */
export const bandHeight = (volume: { height: number; width: number }, width: number): number =>
  volume.height === 1 && volume.width > 1
    ? Math.min(18, width)
    : Math.max(1, Math.round((width * volume.height) / volume.width));

/** Draws a channel `width` × `height` CSS pixels large; answers how many values were clipped. */
export function drawChannel(
  canvas: HTMLCanvasElement,
  volume: Volume,
  channel: number,
  palette: Palette,
  kind: ScaleKind,
  range: number,
  width: number,
  height: number,
): number {
  const context = prepare(canvas, width, height);
  const { image, clipped } = channelImage(volume, channel, palette, kind, range);
  // Shrinking averages, so that no row or column is dropped; stretching repeats.
  context.imageSmoothingEnabled = image.width > canvas.width || image.height > canvas.height;
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, width, height);
  return clipped;
}
