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

/** Position of a leaf by its cell, or -1. */
export function positionOf(cells: BigUint64Array, cell: CellNumber): number {
  const position = lowerBound(cells, cell);
  return position < cells.length && at(cells, position) === cell ? position : -1;
}

function lowerBound(cells: BigUint64Array, cell: CellNumber): number {
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
