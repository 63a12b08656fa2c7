import type { Cell } from '../domain/cell.ts';
import { ancestorAt, type CellNumber, cellNumber, cellText, resolutionOf } from '../domain/cell-number.ts';
import { type LeafTable, sortLeafTable } from '../domain/leaf-table.ts';

/** A row is well below the 2 MB that D1 allows, and quick to read for one look-up. */
const MAX_ROW_CHARACTERS = 900_000;

/** Leaves below one cell. `leaves` is JSON: `[[cell, territory, sum, sum ...], [cell, territory] ...]`, without sums where a leaf is empty. */
export interface LeafRow {
  readonly parent: Cell;
  readonly leaves: string;
}

/** Resolution by which leaves are put together: some hundred base cells to a row. */
export function rowResolution(baseResolution: number): number {
  return Math.max(0, baseResolution - 3);
}

/**
 * A leaf table as rows that each hold the leaves below one cell, so that the leaf of a point is in the one row whose parent is an
 * ancestor of the point's cell. A row that grows too large is split into rows of its children.
 */
export function leafRows(table: LeafTable, baseResolution: number): LeafRow[] {
  const all = Uint32Array.from(table.cells, (_, leaf) => leaf);
  return groupBelow(table, all, rowResolution(baseResolution));
}

function groupBelow(table: LeafTable, leaves: Uint32Array, resolution: number): LeafRow[] {
  const groups = new Map<CellNumber, number[]>();
  for (const leaf of leaves) {
    const cell = table.cells[leaf] as CellNumber;
    const parent = ancestorAt(cell, Math.min(resolution, resolutionOf(cell)));
    const group = groups.get(parent);
    if (group === undefined) groups.set(parent, [leaf]);
    else group.push(leaf);
  }
  return Array.from(groups).flatMap(([parent, group]) => {
    const text = encodeLeaves(table, group);
    if (group.length > 1 && text.length > MAX_ROW_CHARACTERS) {
      return groupBelow(table, Uint32Array.from(group), resolution + 1);
    }
    return [{ parent: cellText(parent), leaves: text }];
  });
}

function encodeLeaves(table: LeafTable, leaves: readonly number[]): string {
  const metrics = table.sums.length / table.cells.length;
  const rows = leaves.map((leaf) => {
    const sums = table.sums.subarray(leaf * metrics, (leaf + 1) * metrics);
    const occupied = sums.some((sum) => sum !== 0);
    return [cellText(table.cells[leaf] as CellNumber), table.territories[leaf], ...(occupied ? sums : [])];
  });
  return JSON.stringify(rows);
}

/** One leaf as a row holds it. */
export type StoredLeaf = [cell: Cell, territory: number, ...sums: number[]];

/** The leaf table that rows in any order hold. */
export function joinLeafRows(rows: readonly LeafRow[], metrics: number): LeafTable {
  const stored = rows.flatMap((row) => JSON.parse(row.leaves) as StoredLeaf[]);
  const sums = new Float64Array(stored.length * metrics);
  stored.forEach(([, , ...own], leaf) => {
    sums.set(own, leaf * metrics);
  });
  return sortLeafTable({
    cells: BigUint64Array.from(stored, ([cell]) => cellNumber(cell)),
    territories: Uint32Array.from(stored, ([, territory]) => territory),
    sums,
  });
}
