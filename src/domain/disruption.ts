import type { Cell } from './cell.ts';
import { cellText } from './cell-number.ts';
import { type LeafTable, leafOf } from './leaf-table.ts';

/** An occupied leaf that changes its territory. Territories are positions. */
export interface Move {
  readonly cell: Cell;
  readonly from: number;
  readonly to: number;
  /** The leaf's sums today, in the order of the new layout's metrics. */
  readonly sums: readonly number[];
}

/**
 * What moves between two layouts, told in leaves of the second, in ascending order of cells.
 *
 * Leaves of the second lie inside leaves of the first or outside of all: what lies outside was nobody's and does not move.
 * Empty leaves follow their surroundings and are not told.
 */
export function findMoves(before: Pick<LeafTable, 'cells' | 'territories'>, after: LeafTable): Move[] {
  const moves: Move[] = [];
  const metrics = after.cells.length === 0 ? 0 : after.sums.length / after.cells.length;
  after.cells.forEach((cell, leaf) => {
    const sums = after.sums.subarray(leaf * metrics, (leaf + 1) * metrics);
    if (!sums.some((sum) => sum !== 0)) return;
    const old = leafOf(before.cells, cell);
    if (old < 0) return;
    const from = before.territories[old] ?? 0;
    const to = after.territories[leaf] ?? 0;
    if (from !== to) moves.push({ cell: cellText(cell), from, to, sums: Array.from(sums) });
  });
  return moves;
}
