import type { Page } from '../application/page.ts';

/** A page of rows, of which one more than its limit was asked for: that there is one more tells that another page follows. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  cursorOf: (row: Row) => string | number,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toItem),
    next: rows.length > limit && last !== undefined ? String(cursorOf(last)) : null,
  };
}
