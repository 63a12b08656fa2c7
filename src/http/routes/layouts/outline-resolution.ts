import type { Resolution } from '../../../domain/cell.ts';
import { Failure } from '../../../domain/failure.ts';
import type { Layout } from '../../../domain/layout.ts';

/** The resolution at which outlines are drawn: the wanted one, or the base. Throws `invalid-parameter` beyond the layout's finest. */
export function outlineResolution({ resolution }: Layout, wanted: number | null, field = 'resolution'): Resolution {
  if (wanted === null) return resolution.base;
  if (wanted > resolution.finest) {
    throw Failure.invalid('invalid-parameter', {
      field,
      value: String(wanted),
      detail: 'is finer than any cell of the layout',
      remedy: `send a whole number from 0 to ${resolution.finest}`,
    });
  }
  return wanted as Resolution;
}
