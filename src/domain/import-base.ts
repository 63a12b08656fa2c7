import { ancestorAt } from './cell-number.ts';
import { partSurfaceKm2 } from './shape-surface.ts';
import type { TerritoryShape } from './territory-shape.ts';

/** As the optimizer's own choice (`cover/base_choice.rs`), but for what it knows of splits. */
const CELLS_PER_TERRITORY = 50;
const ACCOUNTS_PER_CELL = 1.75;
const LONE_BASE = 5;
/** Cells of the base that polygons or accounts take at most. */
export const MAX_BASE_CELLS = 30_000;
/** The surface of the globe by the cells of resolution 0, and how many more each finer one has. */
const CELL_KM2 = 4_357_449;
const CHILDREN = 7;

/**
 * The base resolution for leaves about occupied cells: the coarsest that gives each territory enough of them, or else the finest at which cells still share
 * accounts.
 *
 * @param cells at the finest resolution, ascending
 */
export function chooseImportBase(cells: BigUint64Array, accounts: number, territories: number, finest: number): number {
  let sharing = -1;
  for (let resolution = 0; resolution <= finest; resolution++) {
    const occupied = countAncestors(cells, resolution);
    if (accounts < ACCOUNTS_PER_CELL * occupied) break;
    sharing = resolution;
    if (occupied >= CELLS_PER_TERRITORY * territories) return resolution;
  }
  return sharing >= 0 ? sharing : Math.min(LONE_BASE, finest);
}

/**
 * The finest base that takes no more cells than are well held, by the surface of polygons, or by the cells with accounts where nothing is drawn.
 *
 * @param cells at the finest resolution, ascending
 */
export function finestImportBase(
  cells: BigUint64Array,
  shapes: readonly TerritoryShape[] | null,
  finest: number,
): number {
  const surface = (shapes ?? []).reduce(
    (sum, { parts }) => sum + parts.reduce((own, part) => own + partSurfaceKm2(part), 0),
    0,
  );
  const cellsAt = (resolution: number) =>
    shapes === null ? countAncestors(cells, resolution) : (surface / CELL_KM2) * CHILDREN ** resolution;
  let base = 0;
  while (base < finest && cellsAt(base + 1) <= MAX_BASE_CELLS) base++;
  return base;
}

/** Ancestors of ascending cells ascend. */
function countAncestors(cells: BigUint64Array, resolution: number): number {
  let [count, last] = [0, -1n];
  for (const cell of cells) {
    const ancestor = ancestorAt(cell, resolution);
    if (ancestor !== last) count++;
    last = ancestor;
  }
  return count;
}
