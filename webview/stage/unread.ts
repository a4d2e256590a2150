/** Says which rows and columns no window reads: the sentence under the input. */
import type { Speech } from '../text/speech';
import type { AxisTable, Relation } from './relations';

interface Unread {
  /** Real cells at the end, and between windows. */
  readonly end: number;
  readonly between: number;
  /** Cells of padding after the end. */
  readonly padding: number;
}

/** Counted from the declaration itself. */
export function unreadOf(table: AxisTable): Unread {
  const { size, kind, mode } = table.axis;
  if (kind !== 'forward') return { end: 0, between: 0, padding: 0 };
  const read = (index: number): boolean => table.feeds(index).length > 0;
  let end = 0;
  while (end < size && !read(size - 1 - end)) end++;
  let between = 0;
  for (let i = 0; i < size - end; i++) if (!read(i)) between++;
  let padding = 0;
  // Padding that a pooling window leaves out is not unread, it does not count at all.
  if (mode !== 'none') for (let i = size; i <= table.last; i++) if (!read(i)) padding++;
  return { end, between, padding };
}

/** Whether a cell of the padded input is read by no window. */
export function isUnread(relation: Relation, row: number, column: number): boolean {
  const unread = (table: AxisTable, index: number): boolean =>
    !(table.axis.mode === 'none' && (index < 0 || index >= table.axis.size)) &&
    table.feeds(index).length === 0;
  return unread(relation.rows, row) || unread(relation.columns, column);
}

/** `one`: one of them is counted (`one row`), not pointed at (`the last row`). */
function what(rows: number, columns: number, { t }: Speech, one: boolean): string {
  if (rows > 0 && rows === columns) {
    return rows === 1
      ? t(one ? 'oneRowAndColumn' : 'rowAndColumn')
      : t('rowsAndColumns', { n: rows });
  }
  const parts = [
    rows === 0 ? '' : rows === 1 ? t(one ? 'oneRow' : 'row') : t('rows', { n: rows }),
    columns === 0
      ? ''
      : columns === 1
        ? t(one ? 'oneColumn' : 'column')
        : t('columns', { n: columns }),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** Full sentences; empty where everything is read. */
export function unreadSentences(relation: Relation, speech: Speech): string[] {
  const rows = unreadOf(relation.rows);
  const columns = unreadOf(relation.columns);
  const stride = Math.max(relation.rows.axis.stride, relation.columns.axis.stride);
  const list: string[] = [];
  if (rows.end + columns.end > 0)
    list.push(
      speech.t('unreadLast', { s: stride, what: what(rows.end, columns.end, speech, false) }),
    );
  else if (rows.padding + columns.padding > 0)
    list.push(
      speech.t('unreadPadding', {
        s: stride,
        what: what(rows.padding, columns.padding, speech, true),
      }),
    );
  if (rows.between + columns.between > 0)
    list.push(
      speech.t('unreadBetween', {
        s: stride,
        what: what(rows.between, columns.between, speech, true),
      }),
    );
  return list;
}
