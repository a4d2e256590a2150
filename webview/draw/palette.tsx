/** The palette of the present theme for every canvas below, read again when the theme changes. */
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Palette } from './scale';
import { readPalette, watchTheme } from './theme';

const PaletteContext = createContext<Palette | null>(null);

export function PaletteProvider({
  children,
}: {
  children: preact.ComponentChildren;
}): preact.JSX.Element {
  const [palette, setPalette] = useState(readPalette);
  useEffect(() => watchTheme(() => setPalette(readPalette())), []);
  return <PaletteContext.Provider value={palette}>{children}</PaletteContext.Provider>;
}

export function usePalette(): Palette {
  const palette = useContext(PaletteContext);
  if (!palette) throw new Error('no palette above');
  return palette;
}
