import { cellToChildren } from 'h3-js';
import type { Cell } from './cell.ts';
import { ancestorAt, type CellNumber, cellNumber, cellText, resolutionOf } from './cell-number.ts';
import { anyLeafWithin, type LeafTable, leafOf, positionOf } from './leaf-table.ts';

/** Whose word counts where both sides changed the same. */
export type Preference = 'ours' | 'theirs' | null;

/** The leaves of a layout with the ids of their territories. */
export interface MergeSide {
  readonly leaves: LeafTable;
  /** By position of the territory. */
  readonly ids: readonly string[];
}

/** A cell that both sides gave to another territory, each to its own. */
export interface MergeClash {
  readonly cell: Cell;
  /** Ids of territories; null where the base does not hold the cell. */
  readonly base: string | null;
  readonly ours: string;
  readonly theirs: string;
}

/** A leaf of a merge. */
export interface MergedLeaf {
  readonly cell: CellNumber;
  readonly territory: string;
  readonly sums: Float64Array;
}

interface Piece extends MergedLeaf {
  /** Whose territory it is; null: both say the same. */
  readonly side: 'ours' | 'theirs' | null;
}

interface Sides {
  readonly base: MergeSide;
  readonly ours: MergeSide;
  readonly theirs: MergeSide;
  readonly prefer: Preference;
  readonly metrics: number;
  readonly clashes: MergeClash[];
}

/**
 * Leaves of two layouts that follow from one, merged unit by unit: the units are the cells that none of the three divides further.
 *
 * A unit that one side left in its territory is where the other has it; what both changed alike is there; anything else is a clash, in which the side that is preferred
 * counts, ours where none is. A cell that only one side holds is as that side has it. What all the leaf of a side is taken from that side stays that leaf.
 *
 * Sums are those of the side whose territory is taken, and where both have the same territory of the side that changed them, ours first. Where that side's leaf is coarser
 * than what is left of it, they are those of the side that has the unit. So where one side was rebalanced for newer accounts the merge holds numbers of two times: its
 * totals are those of its leaves, and a rebalance brings them to one time again.
 *
 * Shape: all three tables in the same metrics.
 */
export function mergeLeaves(
  base: MergeSide,
  ours: MergeSide,
  theirs: MergeSide,
  prefer: Preference,
  metrics: number,
): { readonly leaves: MergedLeaf[]; readonly clashes: MergeClash[] } {
  const sides: Sides = { base, ours, theirs, prefer, metrics, clashes: [] };
  const leaves = rootsOf([ours.leaves.cells, theirs.leaves.cells]).flatMap((root) => mergeCell(sides, root));
  return { leaves, clashes: sides.clashes };
}

/** The coarsest leaves of two tables: none lies in another. Ascending. */
function rootsOf([a, b]: readonly [BigUint64Array, BigUint64Array]): CellNumber[] {
  const isRoot = (cell: CellNumber, others: BigUint64Array) => {
    const resolution = resolutionOf(cell);
    return resolution === 0 || leafOf(others, ancestorAt(cell, resolution - 1)) < 0;
  };
  const roots = [
    ...Array.from(a).filter((cell) => isRoot(cell, b)),
    ...Array.from(b).filter((cell) => isRoot(cell, a)),
  ];
  return [...new Set(roots)].sort((x, y) => (x < y ? -1 : 1));
}

function mergeCell(sides: Sides, cell: CellNumber): Piece[] {
  const isDivided = ({ leaves }: MergeSide) => leafOf(leaves.cells, cell) < 0 && anyLeafWithin(leaves.cells, cell) >= 0;
  if (!isDivided(sides.ours) && !isDivided(sides.theirs) && !isDivided(sides.base)) return mergeUnit(sides, cell);
  const pieces = cellToChildren(cellText(cell), resolutionOf(cell) + 1).flatMap((child) =>
    mergeCell(sides, cellNumber(child as Cell)),
  );
  return wholeLeaf(sides, cell, pieces) ?? pieces;
}

/** The leaf of a side that all pieces were taken from, or null. */
function wholeLeaf(sides: Sides, cell: CellNumber, pieces: readonly Piece[]): Piece[] | null {
  const [first] = pieces;
  if (first === undefined || pieces.some(({ territory }) => territory !== first.territory)) return null;
  const taken = new Set(pieces.map(({ side }) => side));
  if (taken.has('ours') && taken.has('theirs')) return null;
  const side = taken.has('ours') ? 'ours' : taken.has('theirs') ? 'theirs' : changedSide(sides, cell, pieces);
  const sums = side && rowAt(sides, sides[side], cell);
  return side && sums
    ? [{ cell, territory: first.territory, sums, side: taken.size === 1 && taken.has(null) ? null : side }]
    : null;
}

/** The side that changed the sums of a cell that both have in the same territory, where it has the cell as a leaf and one of the others divides it. */
function changedSide(sides: Sides, cell: CellNumber, pieces: readonly Piece[]): 'ours' | 'theirs' | null {
  const [base, ours, theirs] = [sides.base, sides.ours, sides.theirs].map((side) => rowAt(sides, side, cell));
  if (ours != null && theirs != null) return base != null && isSame(ours, base) ? 'theirs' : 'ours';
  if (base == null) return null;
  if (ours != null) return isSame(ours, base) ? null : 'ours';
  if (theirs == null || isSame(theirs, base)) return null;
  // The pieces are of ours.
  const isOld = base.every((sum, metric) =>
    near(
      sum,
      pieces.reduce((total, { sums }) => total + (sums[metric] ?? 0), 0),
    ),
  );
  return isOld ? 'theirs' : null;
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
}

function mergeUnit(sides: Sides, cell: CellNumber): Piece[] {
  const [base, ours, theirs] = [sides.base, sides.ours, sides.theirs].map((side) => ownerOf(side, cell));
  const piece = (territory: string, side: Piece['side']): Piece[] => [
    { cell, territory, side, sums: sumsOf(sides, cell, side) },
  ];
  if (ours == null) return theirs == null ? [] : piece(theirs, 'theirs');
  if (theirs == null) return piece(ours, 'ours');
  if (ours === theirs) return piece(ours, null);
  if (ours === base) return piece(theirs, 'theirs');
  if (theirs === base) return piece(ours, 'ours');
  sides.clashes.push({ cell: cellText(cell), base: base ?? null, ours, theirs });
  return sides.prefer === 'theirs' ? piece(theirs, 'theirs') : piece(ours, 'ours');
}

function ownerOf({ leaves, ids }: MergeSide, cell: CellNumber): string | null {
  const leaf = leafOf(leaves.cells, cell);
  return leaf < 0 ? null : (ids[leaves.territories[leaf] ?? 0] ?? null);
}

/** Sums of a unit from the first side that has it as a leaf; nothing where no side has. */
function sumsOf(sides: Sides, cell: CellNumber, side: Piece['side']): Float64Array {
  const [base, ours, theirs] = [sides.base, sides.ours, sides.theirs].map((own) => rowAt(sides, own, cell));
  const theirsFirst = side === 'theirs' || (side === null && ours != null && base != null && isSame(ours, base));
  const [first, second] = theirsFirst ? [theirs, ours] : [ours, theirs];
  return first ?? second ?? base ?? new Float64Array(sides.metrics);
}

/** Sums of a cell that is a leaf of a side, or null. */
function rowAt({ metrics }: Sides, { leaves }: MergeSide, cell: CellNumber): Float64Array | null {
  const leaf = positionOf(leaves.cells, cell);
  return leaf < 0 ? null : leaves.sums.subarray(leaf * metrics, (leaf + 1) * metrics);
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  return a.every((value, at) => value === b[at]);
}
