import { ancestorAt } from './cell-number.ts';

/** As the optimizer's own choice (`cover/base_choice.rs`), but for what it knows of splits. */
const CELLS_PER_TERRITORY = 50;
const ACCOUNTS_PER_CELL = 1.75;
const LONE_BASE = 5;

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
