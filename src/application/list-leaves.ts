import type { Cell } from '../domain/cell.ts';
import { cellNumber, cellText } from '../domain/cell-number.ts';
import { invalidCursor } from '../domain/invalid-cursor.ts';
import type { Layout } from '../domain/layout.ts';
import type { LeafTable } from '../domain/leaf-table.ts';
import type { Page, PageRequest } from './page.ts';

/** A leaf as lists give it. */
export interface ListedLeaf {
  readonly cell: Cell;
  /** Id of its territory. */
  readonly territory: string;
  /** By metric; zeros where the leaf is empty. */
  readonly sums: Readonly<Record<string, number>>;
}

/** A page of a layout's leaves in the order of their cells' numbers, coarse ones first. */
export function listLeaves(layout: Layout, leaves: LeafTable, page: PageRequest): Page<ListedLeaf> {
  const from = page.cursor === null ? 0 : leafAfter(leaves, page.cursor);
  const to = Math.min(leaves.cells.length, from + page.limit);
  const items = Array.from({ length: to - from }, (_, at) => listedLeaf(layout, leaves, from + at));
  return { items, next: to < leaves.cells.length ? (items.at(-1)?.cell ?? null) : null };
}

/** One leaf by its position. */
export function listedLeaf(layout: Layout, leaves: LeafTable, leaf: number): ListedLeaf {
  const metrics = layout.metrics.length;
  return {
    cell: cellText(leaves.cells[leaf] ?? 0n),
    territory: layout.territories[leaves.territories[leaf] ?? 0]?.id ?? '',
    sums: Object.fromEntries(layout.metrics.map((name, metric) => [name, leaves.sums[leaf * metrics + metric] ?? 0])),
  };
}

function leafAfter({ cells }: LeafTable, cursor: string): number {
  if (!/^8[0-9a-f]{14}$/.test(cursor)) throw invalidCursor(cursor);
  const last = cellNumber(cursor as Cell);
  const after = cells.findIndex((cell) => cell > last);
  return after < 0 ? cells.length : after;
}

/** The cells of each territory, in the order of territories; each list ascending. */
export function cellsByTerritory(layout: Layout, leaves: LeafTable): Cell[][] {
  const cells: Cell[][] = layout.territories.map(() => []);
  leaves.cells.forEach((cell, leaf) => {
    cells[leaves.territories[leaf] ?? 0]?.push(cellText(cell));
  });
  return cells;
}
