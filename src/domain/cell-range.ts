import type { Cell } from './cell.ts';
import { ancestorAt, type CellNumber, cellText, centerChildAt, descendantRange, resolutionOf } from './cell-number.ts';

/** The cells of a place at a resolution, from first to last; null for one that is finer, unless it holds the center of its ancestor there, as look-ups have it. */
export function cellRange(place: CellNumber, resolution: number): readonly [Cell, Cell] | null {
  const finer = resolutionOf(place) > resolution;
  const cell = finer ? ancestorAt(place, resolution) : place;
  if (finer && centerChildAt(cell, resolutionOf(place)) !== place) return null;
  const [first, last] = descendantRange(cell, resolution);
  return [cellText(first), cellText(last)];
}
