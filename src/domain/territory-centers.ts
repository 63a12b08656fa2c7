import { cellToLatLng } from 'h3-js';
import { cellText } from './cell-number.ts';
import type { LeafTable } from './leaf-table.ts';
import { type UnitVector, unitVector } from './unit-vector.ts';

/**
 * The center of weight of each territory: the mean of the centers of its leaves, weighted by a metric; where a territory has none of it, each leaf
 * counts the same. Null where leaves cancel each other out, or there are none.
 */
export function territoryCenters(
  { cells, territories, sums }: LeafTable,
  count: number,
  metric: number,
): (UnitVector | null)[] {
  const width = cells.length === 0 ? 0 : sums.length / cells.length;
  const weightOf = (leaf: number) => sums[leaf * width + metric] ?? 0;
  const weights = new Float64Array(count);
  territories.forEach((territory, leaf) => {
    weights[territory] = (weights[territory] ?? 0) + weightOf(leaf);
  });
  const means = new Float64Array(count * 3);
  cells.forEach((cell, leaf) => {
    const territory = territories[leaf] ?? 0;
    const weight = (weights[territory] ?? 0) > 0 ? weightOf(leaf) : 1;
    if (weight === 0) return;
    unitVector(...cellToLatLng(cellText(cell))).forEach((part, axis) => {
      means[territory * 3 + axis] = (means[territory * 3 + axis] ?? 0) + weight * part;
    });
  });
  return Array.from({ length: count }, (_, territory) => {
    const [x = 0, y = 0, z = 0] = means.subarray(territory * 3, territory * 3 + 3);
    const length = Math.hypot(x, y, z);
    return length > 0 ? [x / length, y / length, z / length] : null;
  });
}
