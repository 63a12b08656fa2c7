import { ancestorAt, type CellNumber, centerChildAt, descendantRange, resolutionOf } from './cell-number.ts';

/**
 * The first and the last cell of a leaf at a resolution. A leaf finer than that counts where it holds the center of its ancestor, as it does in
 * look-ups; where it does not there is no range.
 */
export function leafRange(leaf: CellNumber, resolution: number): readonly [CellNumber, CellNumber] | null {
  const finer = resolutionOf(leaf) > resolution;
  const cell = finer ? ancestorAt(leaf, resolution) : leaf;
  if (finer && centerChildAt(cell, resolutionOf(leaf)) !== leaf) return null;
  return descendantRange(cell, resolution);
}
