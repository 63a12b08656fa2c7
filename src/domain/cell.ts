import { isValidCell } from 'h3-js';
import { Failure } from './failure.ts';
import { shorten } from './shorten.ts';

/** An H3 cell as 15 lower-case hex digits. Comes only from `parseCell` or from h3. */
export type Cell = string & { readonly cell: unique symbol };

/** An H3 resolution, 0 to 15. Comes only from `parseResolution`. */
export type Resolution = number & { readonly resolution: unique symbol };

/** Whether a text is the 15 lower-case hex digits of a cell that there is. */
export function isCell(text: string): text is Cell {
  return /^8[0-9a-f]{14}$/.test(text) && isValidCell(text);
}

/** Reads a cell. Throws `invalid-parameter` for anything but the 15 lower-case hex digits of a cell that there is. */
export function parseCell(text: string, field = 'cell'): Cell {
  if (!isCell(text)) {
    throw Failure.invalid('invalid-parameter', {
      field,
      value: shorten(text),
      detail: 'is not an H3 cell',
      remedy: 'send 15 lower-case hexadecimal digits, for example 8928308280fffff',
    });
  }
  return text;
}

/** Reads a resolution. Throws `invalid-parameter` unless it is a whole number from 0 to 15. */
export function parseResolution(value: number, field = 'resolution'): Resolution {
  if (!Number.isInteger(value) || value < 0 || value > 15) {
    throw Failure.invalid('invalid-parameter', {
      field,
      value: String(value),
      detail: 'is not an H3 resolution',
      remedy: 'send a whole number from 0 (coarsest) to 15 (finest)',
    });
  }
  return value as Resolution;
}
