import { cellNumber } from '../domain/cell-number.ts';
import type { Layout } from '../domain/layout.ts';
import { joinLeafTables, type LeafTable, leafOf, ownerLeafOf, pickLeaves } from '../domain/leaf-table.ts';
import type { CellSums } from './cell-sums.ts';
import type { LeafLinks } from './leaf-links.ts';

/** Some territories of a layout, to be solved alone. */
export interface LayoutPart {
  /** Positions of the territories in the layout. */
  readonly positions: readonly number[];
  /** Their leaves; territories are positions in `positions`. */
  readonly leaves: LeafTable;
  /** Islands that were joined inside of the part. */
  readonly links: LeafLinks;
}

/** Takes territories, by position, out of a layout. */
export function partOf(
  { islands }: Pick<Layout, 'islands'>,
  leaves: LeafTable,
  positions: readonly number[],
): LayoutPart {
  const place = new Map(positions.map((position, at) => [position, at]));
  const rows = Array.from(leaves.cells.keys()).filter((leaf) => place.has(leaves.territories[leaf] ?? 0));
  const own = pickLeaves(leaves, rows);
  const isInside = (cell: Parameters<typeof cellNumber>[0]) => ownerLeafOf(own.cells, cellNumber(cell)) >= 0;
  return {
    positions,
    leaves: { ...own, territories: own.territories.map((territory) => place.get(territory) ?? 0) },
    links: islands.filter(({ from, to }) => isInside(from) && isInside(to)).map(({ from, to }) => [from, to]),
  };
}

/** The cells of a plan that lie in a part. */
export function cellsOfPart({ leaves }: LayoutPart, { cells, metrics, sums, visits }: CellSums): CellSums {
  const rows = Array.from(cells.keys()).filter((row) => leafOf(leaves.cells, cells[row] ?? 0n) >= 0);
  const width = metrics.length;
  const picked = new Float64Array(rows.length * width);
  rows.forEach((row, at) => {
    picked.set(sums.subarray(row * width, (row + 1) * width), at * width);
  });
  return {
    cells: BigUint64Array.from(rows, (row) => cells[row] ?? 0n),
    metrics,
    sums: picked,
    visits: visits.subarray(0, 0),
  };
}

/**
 * All leaves of a layout again when a part of it was solved: those outside of the part as they were, those inside as solved.
 *
 * What a solve drops (empty leaves that no account's leaf reaches) stays with its territory and holds nothing; `places` are the positions of the solve's
 * territories.
 */
export function putPartBack(
  whole: LeafTable,
  part: LayoutPart,
  solved: LeafTable,
  places: readonly number[] = part.positions,
): LeafTable {
  const inside = new Set(part.positions);
  const others = Array.from(whole.cells.keys()).filter((leaf) => !inside.has(whole.territories[leaf] ?? 0));
  const covered = new Set(Array.from(solved.cells, (cell) => leafOf(part.leaves.cells, cell)));
  const dropped = Array.from(part.leaves.cells.keys()).filter((leaf) => !covered.has(leaf));
  const emptied = pickLeaves(part.leaves, dropped);
  const placed = (table: LeafTable): LeafTable => ({
    ...table,
    territories: table.territories.map((territory) => places[territory] ?? places[0] ?? 0),
  });
  return joinLeafTables([
    pickLeaves(whole, others),
    placed(solved),
    placed({ ...emptied, sums: new Float64Array(emptied.sums.length) }),
  ]);
}
