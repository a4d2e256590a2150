/** Colour scales about zero: zero is the paper, hue is the sign, distance from the paper the size. */
import { between, type Rgb } from './colour';

/** What a grid shows: the input picture in grey, values of maps, weights, or a count. */
export type ScaleKind = 'picture' | 'value' | 'weight' | 'count';

/** Steps from −1 over 0 to +1. */
const steps = 511;
const middle = 255;

export interface ThemeColours {
  readonly paper: Rgb;
  readonly ink: Rgb;
  readonly muted: Rgb;
  readonly error: Rgb;
  readonly mark: Rgb;
  readonly line: Rgb;
  readonly mapNegative: Rgb;
  readonly mapPositive: Rgb;
  readonly weightNegative: Rgb;
  readonly weightPositive: Rgb;
  readonly count: Rgb;
  /** Exponent under 1, so that small values stay visible. */
  readonly bend: number;
  readonly highContrast: boolean;
  readonly font: string;
}

export interface Palette extends ThemeColours {
  colourOf(kind: ScaleKind, value: number, range: number): Rgb;
}

function table(paper: Rgb, negative: Rgb, positive: Rgb, bend: number): Rgb[] {
  return Array.from({ length: steps }, (_, k) => {
    const t = (k - middle) / middle;
    return t === 0 ? paper : between(paper, t < 0 ? negative : positive, Math.abs(t) ** bend);
  });
}

/** Tabulates the scales of a theme. NaN is paper here; whoever draws it adds the cross. */
export function paletteOf(theme: ThemeColours): Palette {
  const tables = {
    value: table(theme.paper, theme.mapNegative, theme.mapPositive, theme.bend),
    weight: table(theme.paper, theme.weightNegative, theme.weightPositive, theme.bend),
    count: table(theme.paper, theme.count, theme.count, theme.bend),
  };
  return {
    ...theme,
    colourOf(kind, value, range) {
      if (Number.isNaN(value)) return theme.paper;
      if (kind === 'picture') {
        const grey = Math.round(255 * Math.min(1, Math.max(0, value)));
        return [grey, grey, grey];
      }
      const t =
        range > 0
          ? Math.max(-1, Math.min(1, value / range))
          : Math.sign(Number.isFinite(value) ? 0 : value);
      return tables[kind][Math.round(t * middle) + middle] ?? theme.paper;
    },
  };
}
