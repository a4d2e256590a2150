/** Reads the theme of the page into a palette, and tells when it changed. */
import { parse } from './colour';
import { paletteOf, type Palette } from './scale';

/** The palette of the body's present theme classes and variables. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.body);
  const text = (name: string): string => style.getPropertyValue(name).trim();
  const colour = (name: string) => parse(text(name));
  const classes = document.body.classList;
  return paletteOf({
    paper: colour('--paper'),
    ink: colour('--ink'),
    muted: colour('--muted'),
    error: colour('--error'),
    mark: colour('--mark'),
    line: colour('--line-strong'),
    mapNegative: colour('--map-negative'),
    mapPositive: colour('--map-positive'),
    weightNegative: colour('--weight-negative'),
    weightPositive: colour('--weight-positive'),
    count: colour('--count'),
    bend: Number(text('--map-bend')) || 0.85,
    highContrast:
      classes.contains('vscode-high-contrast') || classes.contains('vscode-high-contrast-light'),
    font: text('--mono') || 'monospace',
  });
}

/** Calls back after the editor changed the theme; answers how to stop. */
export function watchTheme(changed: () => void): () => void {
  // VS Code swaps the body's class and the variables on the html element's style.
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['style', 'class'],
  });
  return () => observer.disconnect();
}

/** Whether the person asked for less motion, in the system or in VS Code. */
export const reducedMotion = (): boolean =>
  matchMedia('(prefers-reduced-motion: reduce)').matches ||
  document.body.classList.contains('vscode-reduce-motion');
