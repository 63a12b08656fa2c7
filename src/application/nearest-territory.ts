import { cellToLatLng } from 'h3-js';
import { cellText } from '../domain/cell-number.ts';
import type { LeafTable } from '../domain/leaf-table.ts';
import { NearestPoints, type UnitVector, unitVector } from '../domain/nearest-points.ts';
import type { ConflictGround } from './conflict-ground.ts';

/** Leaves of all territories but one, and how the nearest of them is found. */
interface Search {
  readonly leaves: readonly number[];
  readonly points: NearestPoints;
}

/** By leaves, then by the territory that is left out: a page of conflicts asks for many cells. */
const searches = new WeakMap<LeafTable, Map<string, Search>>();

/**
 * The territory with the leaf whose center is nearest to a cell's, of several the first; null where there is none but `except`.
 *
 * Cost: a sort of the leaves the first time.
 */
export function nearestTerritory(
  { layout, leaves }: Pick<ConflictGround, 'layout' | 'leaves'>,
  cell: string,
  except = '',
): string | null {
  const byExcept = searches.get(leaves) ?? new Map<string, Search>();
  searches.set(leaves, byExcept);
  let search = byExcept.get(except);
  if (search === undefined) {
    const left = layout.territories.findIndex(({ id }) => id === except);
    const others = [...leaves.territories.keys()].filter((leaf) => leaves.territories[leaf] !== left);
    const points = new NearestPoints(others.map((leaf) => centerOf(cellText(leaves.cells[leaf] ?? 0n))));
    search = { leaves: others, points };
    byExcept.set(except, search);
  }
  const leaf = search.leaves[search.points.nearest(centerOf(cell))];
  return layout.territories[leaves.territories[leaf ?? -1] ?? -1]?.id ?? null;
}

function centerOf(cell: string): UnitVector {
  return unitVector(...(cellToLatLng(cell) as [number, number]));
}
