/** Arrow keys, Home and End move among the rows of a list that is one tab stop. */
export function moveFocus(event: KeyboardEvent, container: HTMLElement | null): void {
  const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
  if (step === undefined || !container || event.altKey || event.ctrlKey || event.metaKey) return;
  const rows = [...container.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  if (at < 0) return;
  event.preventDefault();
  const next = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
  if (!next) return;
  for (const row of rows) row.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
