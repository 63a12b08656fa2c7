import { cellArea, cellToChildren, cellToLatLng, UNITS } from 'h3-js';
import { cellText, resolutionOf } from './cell-number.ts';
import type { OwnedLeaves } from './import-leaves.ts';
import type { ShapeIndex } from './shape-index.ts';
import { partSurfaceKm2 } from './shape-surface.ts';
import type { TerritoryShape } from './territory-shape.ts';

/** How much of polygons is in cells of their territories. */
export interface RepresentedSurface {
  /** Of all polygons together. */
  readonly share: number;
  /** By position of territory. */
  readonly shares: readonly number[];
}

/**
 * The share of each polygon that is in leaves of its territory. Where a border may run through a leaf its children say how much of it lies inside.
 *
 * Where polygons of one territory overlap, or of two of which one has the place, the share is below 1 however fine cells are.
 *
 * Cost: some ten microseconds for a leaf.
 */
export function representedSurface(
  shapes: readonly TerritoryShape[],
  index: ShapeIndex,
  borderResolution: number,
  { cells, territories }: OwnedLeaves,
): RepresentedSurface {
  const inside = new Float64Array(shapes.length);
  const holds = (cell: string, territory: number) =>
    index.holding(...(cellToLatLng(cell) as [number, number])).includes(territory);
  cells.forEach((number, leaf) => {
    const territory = territories[leaf] as number;
    if (territory >= shapes.length) return;
    const [cell, resolution] = [cellText(number), resolutionOf(number)];
    const sampled = resolution >= borderResolution && resolution < 15 ? cellToChildren(cell, resolution + 1) : [cell];
    const share = sampled.filter((one) => holds(one, territory)).length / sampled.length;
    inside[territory] = (inside[territory] as number) + share * cellArea(cell, UNITS.km2);
  });
  const surfaces = shapes.map(({ parts }) => parts.reduce((sum, part) => sum + partSurfaceKm2(part), 0));
  const whole = surfaces.reduce((sum, surface) => sum + surface, 0);
  const shares = surfaces.map((surface, at) => Math.min(1, (inside[at] as number) / surface || 0));
  return { share: surfaces.reduce((sum, surface, at) => sum + surface * (shares[at] ?? 0), 0) / (whole || 1), shares };
}
