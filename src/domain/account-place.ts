import type { Cell } from './cell.ts';
import { ALWAYS, type Span } from './span.ts';

/** Where an account was, until it moved. */
export interface EarlierPlace {
  readonly untilMs: number;
  readonly cell: Cell;
}

/**
 * Where an account was at a moment, as far as was known at another, and in which time: a move is known from the moment on at which it was told.
 *
 * `earlier` ascends; `now` is where it is since the last of them.
 */
export function placeAt(
  now: Cell,
  earlier: readonly EarlierPlace[],
  atMs: number,
  knownMs: number,
): Span & { readonly cell: Cell } {
  const known = earlier.filter(({ untilMs }) => untilMs <= knownMs);
  const later = earlier[known.length];
  const last = later?.cell ?? now;
  let { fromMs } = ALWAYS;
  for (const place of known) {
    if (atMs < place.untilMs) return { fromMs, untilMs: place.untilMs, cell: place.cell };
    fromMs = place.untilMs;
  }
  return { fromMs, untilMs: Infinity, cell: last };
}
