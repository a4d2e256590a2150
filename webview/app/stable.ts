/** Keeps the object of an equal value: what depends on it is not made anew for every keystroke in the editor. */
import { useRef } from 'preact/hooks';

/** The value, or the one before when both are the same plain data. */
export function useStable<T>(value: T): T {
  const kept = useRef<{ text: string; value: T } | null>(null);
  const text = JSON.stringify(value);
  if (kept.current?.text !== text) kept.current = { text, value };
  return kept.current.value;
}
