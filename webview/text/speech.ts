/** The language of the page: sentences with values put in, numbers in the locale's way. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Count, Shape } from '../../src/analysis/report/report';
import { english, type StringKey, type Strings } from './english';
import { bytes, count, fill, integer, shapeText } from './format';
import { german } from './german';

export interface Speech {
  readonly locale: string;
  /** The sentence of a key with values put in. */
  t(key: StringKey, values?: Readonly<Record<string, string | number>>): string;
  int(value: number): string;
  count(value: Count): string;
  shape(shape: Shape): string;
  bytes(value: number): string;
}

const tables: Readonly<Record<string, Strings>> = { en: english, de: german };

/** Speech of a BCP 47 language; a language without a table is spoken in English, with its own number format. */
export function speechOf(language: string): Speech {
  const table = tables[language.split('-')[0]?.toLowerCase() ?? 'en'] ?? english;
  let locale = language;
  try {
    locale = Intl.NumberFormat.supportedLocalesOf([language])[0] ?? 'en';
  } catch {
    locale = 'en'; // not a language tag
  }
  return {
    locale,
    t: (key, values = {}) => fill(table[key], values),
    int: (value) => integer(value, locale),
    count: (value) => count(value, locale),
    shape: (shape) => shapeText(shape, locale),
    bytes: (value) => bytes(value, locale),
  };
}

export const SpeechContext = createContext<Speech>(speechOf('en'));
export const useSpeech = (): Speech => useContext(SpeechContext);
