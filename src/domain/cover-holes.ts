import { cellToChildren } from 'h3-js';
import type { Cell } from './cell.ts';
import { ancestorAt, type CellNumber, cellNumber, cellText, resolutionOf } from './cell-number.ts';
import { neighborsOf } from './close-gaps.ts';
import type { LeafTable } from './leaf-table.ts';
import { LeafTouch } from './leaf-touch.ts';

/** What is larger is no hole but the outside. */
const MAX_HOLE_CELLS = 5_000;

/** Places that no leaf holds and that leaves enclose. */
export interface CoverHole {
  /** As coarse as the cover's base, or what of one is not covered. Ascending. */
  readonly cells: readonly CellNumber[];
  /** Pairs of touching leaves and cells by territory. */
  readonly borders: ReadonlyMap<number, number>;
}

/** What a layout's leaves enclose and do not hold, and whether a leaf touches what is outside of all. */
export interface CoverEdge {
  readonly holes: readonly CoverHole[];
  /** 1 for each leaf that touches a place that no leaf holds and that is no hole. */
  readonly isOutermost: Uint8Array;
}

/** Finds the holes of a cover. Cost: some twenty microseconds for a leaf. */
export function findCoverEdge({ cells, territories }: LeafTable, base: number): CoverEdge {
  const touch = new LeafTouch(cells);
  const isOutermost = new Uint8Array(cells.length);
  /** By place that no leaf holds: the leaves that touch it. */
  const beside = new Map<CellNumber, number[]>();
  const placeOf = (cell: CellNumber): CellNumber => {
    let place = cell;
    for (let resolution = resolutionOf(cell) - 1; resolution >= base; resolution--) {
      const ancestor = ancestorAt(cell, resolution);
      if (touch.isSplit(ancestor)) break;
      place = ancestor;
    }
    return place;
  };
  cells.forEach((cell, leaf) => {
    for (const neighbor of neighborsOf(cell)) {
      if (touch.leafOf(neighbor) >= 0) continue;
      for (const place of uncovered(neighbor, touch)) {
        const own = placeOf(place);
        const known = beside.get(own);
        if (known === undefined) beside.set(own, [leaf]);
        else known.push(leaf);
      }
    }
  });
  const inHoles = new Set<CellNumber>();
  const outside = new Set<CellNumber>();
  const holes: CoverHole[] = [];
  for (const start of [...beside.keys()].sort((a, b) => (a < b ? -1 : 1))) {
    if (inHoles.has(start)) continue;
    const members = outside.has(start) ? [start] : spread(start, outside, touch, placeOf);
    const isHole = !outside.has(start) && members.length <= MAX_HOLE_CELLS && !members.some((one) => outside.has(one));
    for (const member of members) (isHole ? inHoles : outside).add(member);
    const borders = new Map<number, number>();
    for (const member of members) {
      for (const leaf of beside.get(member) ?? []) {
        const territory = territories[leaf] as number;
        borders.set(territory, (borders.get(territory) ?? 0) + 1);
        if (!isHole) isOutermost[leaf] = 1;
      }
    }
    if (isHole) holes.push({ cells: members.sort((a, b) => (a < b ? -1 : 1)), borders });
  }
  return { holes, isOutermost };
}

/** The places that hang together with one: all of them, or so many that they are the outside, or up to one that is known to be. */
function spread(
  start: CellNumber,
  outside: ReadonlySet<CellNumber>,
  touch: LeafTouch,
  placeOf: (cell: CellNumber) => CellNumber,
): CellNumber[] {
  const members = [start];
  const own = new Set(members);
  for (let at = 0; at < members.length && members.length <= MAX_HOLE_CELLS; at++) {
    for (const neighbor of neighborsOf(members[at] as CellNumber)) {
      if (touch.leafOf(neighbor) >= 0) continue;
      for (const place of uncovered(neighbor, touch).map(placeOf)) {
        if (own.has(place)) continue;
        own.add(place);
        members.push(place);
        if (outside.has(place)) return members;
      }
    }
  }
  return members;
}

/** What of a cell no leaf holds: itself, or those of its descendants. */
function uncovered(cell: CellNumber, touch: LeafTouch): CellNumber[] {
  if (touch.leafOf(cell) >= 0) return [];
  if (!touch.isSplit(cell)) return [cell];
  return cellToChildren(cellText(cell), resolutionOf(cell) + 1).flatMap((child) =>
    uncovered(cellNumber(child as Cell), touch),
  );
}
