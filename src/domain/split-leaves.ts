import { cellToChildren } from 'h3-js';
import type { Cell } from './cell.ts';
import { type CellNumber, cellNumber, cellText, descendantRange, resolutionOf } from './cell-number.ts';
import { joinLeafTables, type LeafTable, leafOf, lowerBound, pickLeaves } from './leaf-table.ts';

/** Sums of finer cells inside leaves: cells ascending at one resolution, sums row-major in the columns of the leaves. */
export interface FinerSums {
  readonly cells: BigUint64Array;
  readonly sums: Float64Array;
}

/** The leaves that must be split so that cells become leaves: those that hold one of the cells and are coarser. By position, with the cells that each holds. */
export function leavesToSplit({ cells }: LeafTable, wanted: readonly CellNumber[]): Map<number, CellNumber[]> {
  const held = new Map<number, CellNumber[]>();
  for (const cell of wanted) {
    const leaf = leafOf(cells, cell);
    if (leaf < 0 || cells[leaf] === cell) continue;
    const own = held.get(leaf);
    if (own === undefined) held.set(leaf, [cell]);
    else own.push(cell);
  }
  return held;
}

/**
 * The table in which cells are leaves, and what is left of the leaves that held them is as few leaves as can be, with the same territory.
 *
 * Sums of the new leaves are those of the finer cells inside them.
 */
export function splitLeaves(
  table: LeafTable,
  held: ReadonlyMap<number, readonly CellNumber[]>,
  finer: FinerSums,
): LeafTable {
  if (held.size === 0) return table;
  const metrics = table.sums.length / table.cells.length;
  const made: { cell: CellNumber; territory: number }[] = [];
  for (const [leaf, wanted] of held) {
    for (const cell of splitCell(table.cells[leaf] ?? 0n, wanted))
      made.push({ cell, territory: table.territories[leaf] ?? 0 });
  }
  const sums = new Float64Array(made.length * metrics);
  made.forEach(({ cell }, row) => {
    sums.set(sumsInside(finer, cell, metrics), row * metrics);
  });
  const kept = Array.from(table.cells.keys()).filter((leaf) => !held.has(leaf));
  return joinLeafTables([
    pickLeaves(table, kept),
    {
      cells: BigUint64Array.from(made, ({ cell }) => cell),
      territories: Uint32Array.from(made, ({ territory }) => territory),
      sums,
    },
  ]);
}

/** The fewest cells that tile a cell and of which those that are wanted, all inside it, are some. */
function splitCell(cell: CellNumber, wanted: readonly CellNumber[]): CellNumber[] {
  if (wanted.length === 0 || wanted.includes(cell)) return [cell];
  const resolution = resolutionOf(cell) + 1;
  return cellToChildren(cellText(cell), resolution).flatMap((text) => {
    const child = cellNumber(text as Cell);
    return splitCell(
      child,
      wanted.filter((inside) => isInside(inside, child)),
    );
  });
}

function isInside(cell: CellNumber, around: CellNumber): boolean {
  const [first, last] = descendantRange(around, resolutionOf(cell));
  return cell >= first && cell <= last;
}

/** Sums of the finer cells that are a cell or lie inside it, added in their order. */
export function sumsInside({ cells, sums }: FinerSums, cell: CellNumber, metrics: number): Float64Array {
  const total = new Float64Array(metrics);
  const [any] = cells;
  if (any === undefined) return total;
  const [first, last] = descendantRange(cell, resolutionOf(any));
  for (let row = lowerBound(cells, first); row < cells.length && (cells[row] ?? 0n) <= last; row++) {
    for (let metric = 0; metric < metrics; metric++) {
      total[metric] = (total[metric] ?? 0) + (sums[row * metrics + metric] ?? 0);
    }
  }
  return total;
}
