import { cellToLatLng } from 'h3-js';
import { cellText, resolutionOf } from './cell-number.ts';
import type { LeafTable } from './leaf-table.ts';
import { type UnitVector, unitVector } from './unit-vector.ts';

/** Seven cells of a resolution cover about one of the next coarser. */
const CHILDREN = 7;

/**
 * Where the weight of something lies: sums of unit vectors, so that centers of unions are centers of sums.
 *
 * Shape: x, y, z by weight, then x, y, z by surface, for what weighs nothing.
 */
export type CenterSum = readonly [number, number, number, number, number, number];

/** Sums for the center of each territory, weighted by the metric of a position. */
export function centerSums({ cells, territories, sums }: LeafTable, count: number, metric: number): CenterSum[] {
  const width = cells.length === 0 ? 0 : sums.length / cells.length;
  const found = Array.from({ length: count }, (): [number, number, number, number, number, number] => [
    0, 0, 0, 0, 0, 0,
  ]);
  cells.forEach((cell, leaf) => {
    const point = unitVector(...cellToLatLng(cellText(cell)));
    const weights = [sums[leaf * width + metric] ?? 0, CHILDREN ** -resolutionOf(cell)];
    const own = found[territories[leaf] ?? 0];
    if (own === undefined) return;
    weights.forEach((weight, kind) => {
      for (const [axis, value] of point.entries()) own[kind * 3 + axis] = (own[kind * 3 + axis] ?? 0) + weight * value;
    });
  });
  return found;
}

/** The sum of a union. */
export function joinCenters(parts: readonly CenterSum[]): CenterSum {
  const sum = (at: number) => parts.reduce((total, part) => total + (part[at] ?? 0), 0);
  return [sum(0), sum(1), sum(2), sum(3), sum(4), sum(5)];
}

/** The center in degrees: of the weight, or of the surface where nothing weighs. */
export function centerOf(sum: CenterSum): { lat: number; lng: number } {
  const [x, y, z] = direction(sum);
  return { lat: (Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI, lng: (Math.atan2(y, x) * 180) / Math.PI };
}

/** The center as a unit vector; null where there is nothing, or what there is cancels out. */
export function centerVector(sum: CenterSum): UnitVector | null {
  const [x, y, z] = direction(sum);
  const length = Math.hypot(x, y, z);
  return length > 0 ? [x / length, y / length, z / length] : null;
}

function direction([x, y, z, ...surface]: CenterSum): readonly [number, number, number] {
  return x === 0 && y === 0 && z === 0 ? surface : [x, y, z];
}
