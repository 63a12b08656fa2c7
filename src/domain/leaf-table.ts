import { ancestorAt, type CellNumber, centerChildAt, descendantRange, resolutionOf } from './cell-number.ts';

/**
 * The leaves of a layout in flat arrays.
 *
 * Shape: all three are in ascending order of `cells` as numbers, so coarse leaves come first.
 */
export interface LeafTable {
  readonly cells: BigUint64Array;
  /** Position in `Layout.territories`. */
  readonly territories: Uint32Array;
  /** Row-major [leaves][metrics]; zeros where a leaf is empty. */
  readonly sums: Float64Array;
}

/** A table with its leaves in ascending order, whatever order they came in. */
export function sortLeafTable(table: LeafTable): LeafTable {
  const { cells, territories, sums } = table;
  let sorted = true;
  for (let leaf = 1; leaf < cells.length && sorted; leaf++) sorted = at(cells, leaf - 1) < at(cells, leaf);
  if (sorted) return table;
  const metrics = sums.length / cells.length;
  const ascending = cells.slice().sort();
  const place = new Map<CellNumber, number>();
  ascending.forEach((cell, leaf) => {
    place.set(cell, leaf);
  });
  const sortedTerritories = new Uint32Array(territories.length);
  const sortedSums = new Float64Array(sums.length);
  cells.forEach((cell, leaf) => {
    const to = place.get(cell) ?? 0;
    sortedTerritories[to] = territories[leaf] ?? 0;
    sortedSums.set(sums.subarray(leaf * metrics, (leaf + 1) * metrics), to * metrics);
  });
  return { cells: ascending, territories: sortedTerritories, sums: sortedSums };
}

/** Position of the leaf that is the cell or its ancestor, or -1 where the cell is outside of the cover. */
export function leafOf(cells: BigUint64Array, cell: CellNumber): number {
  const coarsest = cells.length === 0 ? 16 : resolutionOf(at(cells, 0));
  for (let resolution = resolutionOf(cell); resolution >= coarsest; resolution--) {
    const position = positionOf(cells, ancestorAt(cell, resolution));
    if (position >= 0) return position;
  }
  return -1;
}

/**
 * Position of the leaf that owns a cell of any resolution: the leaf that is the cell or its ancestor, or, where leaves are
 * finer, the one that holds the cell's center; -1 outside of the cover.
 */
export function ownerLeafOf(cells: BigUint64Array, cell: CellNumber): number {
  return leafOf(cells, centerChildAt(cell, 15));
}

/** Position of any leaf inside a cell or holding it, or -1 where they do not meet. */
export function anyLeafWithin(cells: BigUint64Array, cell: CellNumber): number {
  const holding = leafOf(cells, cell);
  if (holding >= 0 || cells.length === 0) return holding;
  const finest = resolutionOf(at(cells, cells.length - 1));
  for (let resolution = resolutionOf(cell) + 1; resolution <= finest; resolution++) {
    const [first, last] = descendantRange(cell, resolution);
    const position = lowerBound(cells, first);
    if (position < cells.length && at(cells, position) <= last) return position;
  }
  return -1;
}

/** Positions of all leaves that are a cell or lie inside it, ascending; none where the cell is finer than its leaf. */
export function leavesWithin(cells: BigUint64Array, cell: CellNumber): number[] {
  const found: number[] = [];
  const finest = cells.length === 0 ? -1 : resolutionOf(at(cells, cells.length - 1));
  for (let resolution: number = resolutionOf(cell); resolution <= finest; resolution++) {
    const [first, last] = descendantRange(cell, resolution);
    for (let leaf = lowerBound(cells, first); leaf < cells.length && at(cells, leaf) <= last; leaf++) found.push(leaf);
  }
  return found;
}

/** By leaf: 1 where any of its sums is not 0, else 0. */
export function occupiedLeaves({ cells, sums }: LeafTable): Uint8Array {
  const metrics = cells.length === 0 ? 0 : sums.length / cells.length;
  return Uint8Array.from(cells, (_, leaf) =>
    sums.subarray(leaf * metrics, (leaf + 1) * metrics).some((sum) => sum !== 0) ? 1 : 0,
  );
}

/** Some rows of a table, in the order of the positions given. */
export function pickLeaves({ cells, territories, sums }: LeafTable, positions: ArrayLike<number>): LeafTable {
  const metrics = cells.length === 0 ? 0 : sums.length / cells.length;
  const picked = new Float64Array(positions.length * metrics);
  for (let row = 0; row < positions.length; row++) {
    const leaf = positions[row] ?? 0;
    picked.set(sums.subarray(leaf * metrics, (leaf + 1) * metrics), row * metrics);
  }
  return {
    cells: BigUint64Array.from(positions, (leaf) => at(cells, leaf)),
    territories: Uint32Array.from(positions, (leaf) => territories[leaf] ?? 0),
    sums: picked,
  };
}

/** Tables of other leaves each in one, ascending. */
export function joinLeafTables(tables: readonly LeafTable[]): LeafTable {
  const length = tables.reduce((count, { cells }) => count + cells.length, 0);
  const joined = {
    cells: new BigUint64Array(length),
    territories: new Uint32Array(length),
    sums: new Float64Array(tables.reduce((count, { sums }) => count + sums.length, 0)),
  };
  let [leaf, sum] = [0, 0];
  for (const { cells, territories, sums } of tables) {
    joined.cells.set(cells, leaf);
    joined.territories.set(territories, leaf);
    joined.sums.set(sums, sum);
    leaf += cells.length;
    sum += sums.length;
  }
  return length === 0 ? joined : sortLeafTable(joined);
}

/** Position of a leaf by its cell, or -1. */
export function positionOf(cells: BigUint64Array, cell: CellNumber): number {
  const position = lowerBound(cells, cell);
  return position < cells.length && at(cells, position) === cell ? position : -1;
}

/** Position of the first that is not less, in ascending cells. */
export function lowerBound(cells: BigUint64Array, cell: CellNumber): number {
  let low = 0;
  let high = cells.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(cells, middle) < cell) low = middle + 1;
    else high = middle;
  }
  return low;
}

function at(cells: BigUint64Array, position: number): CellNumber {
  return cells[position] as CellNumber;
}
