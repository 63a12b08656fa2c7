import type { BlameShape } from '../domain/check-shape.ts';

/** Longest part of a plan file that is kept as one, as JSON in UTF-8: a row of the record holds 2 MB. */
const MAX_ROW_BYTES = 1_800_000;

/** Blames what is too long for one row of the record. */
export function expectRow(field: string, value: unknown, blame: BlameShape): void {
  const { length } = new TextEncoder().encode(JSON.stringify(value) ?? '');
  if (length > MAX_ROW_BYTES) {
    blame(field, length, `takes more than ${MAX_ROW_BYTES} bytes`, 'send it as it was exported');
  }
}
