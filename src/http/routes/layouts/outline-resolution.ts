import type { Resolution } from '../../../domain/cell.ts';
import { Failure } from '../../../domain/failure.ts';
import type { Layout } from '../../../domain/layout.ts';

/** The resolution at which outlines are wanted, null where the layout is to choose. Throws `invalid-parameter` beyond its finest. */
export function outlineResolution(
  { resolution }: { readonly resolution: Pick<Layout['resolution'], 'finest'> },
  wanted: number | null,
  field = 'resolution',
): Resolution | null {
  if (wanted !== null && wanted > resolution.finest) {
    throw Failure.invalid('invalid-parameter', {
      field,
      value: String(wanted),
      detail: 'is finer than any cell of the layout',
      remedy: `send a whole number from 0 to ${resolution.finest}`,
    });
  }
  return wanted as Resolution | null;
}
