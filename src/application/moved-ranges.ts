import type { Cell, Resolution } from '../domain/cell.ts';
import { cellText } from '../domain/cell-number.ts';
import { leafRange } from '../domain/leaf-range.ts';
import type { MovedPlaces } from '../domain/moved-places.ts';

/** The cells of moved places at a resolution, from first to last, each with the position of its pair of territories. */
export function movedRanges({ cells, pair }: MovedPlaces, resolution: Resolution): (readonly [Cell, Cell, number])[] {
  const ranges: (readonly [Cell, Cell, number])[] = [];
  cells.forEach((cell, place) => {
    const range = leafRange(cell, resolution);
    if (range !== null) ranges.push([cellText(range[0]), cellText(range[1]), pair[place] ?? 0]);
  });
  return ranges;
}
