import { invalidCursor } from './invalid-cursor.ts';

/** The number that a page's cursor is, `first` where there is none. Throws `invalid-parameter`. */
export function readNumberCursor(cursor: string | null, first: number): number {
  if (cursor === null) return first;
  if (!/^\d{1,15}$/.test(cursor)) throw invalidCursor(cursor);
  return Number(cursor);
}
