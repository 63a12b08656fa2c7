import { cellToChildren, cellToLatLng } from 'h3-js';
import type { Cell } from './cell.ts';
import { ancestorAt, type CellNumber, cellNumber, cellText, descendantRange, resolutionOf } from './cell-number.ts';
import { closeGaps, neighborsOf } from './close-gaps.ts';
import { floodLeaves } from './flood-leaves.ts';
import { type LeafGraph, LeafTouch } from './leaf-touch.ts';
import { mergeSiblings } from './merge-siblings.ts';
import { NearestPoints, type UnitVector, unitVector } from './nearest-points.ts';
import type { ShapeIndex } from './shape-index.ts';

/** What leaves are laid over. Territories are positions; -1 is nobody's. */
export interface ImportGround {
  /** Cells that hold accounts, at the finest resolution, ascending. */
  readonly cells: BigUint64Array;
  /** The territory of each. */
  readonly owners: Int32Array;
  readonly finest: number;
  readonly base: number;
  /** Polygons, and the cells that their borders run through, at one resolution; null where accounts alone say what is whose. */
  readonly drawn: {
    readonly index: ShapeIndex;
    readonly border: ReadonlySet<CellNumber>;
    readonly resolution: number;
  } | null;
}

/** Leaves that tile what was imported, ascending, each with its territory. */
export interface OwnedLeaves {
  readonly cells: BigUint64Array;
  readonly territories: Uint32Array;
}

/**
 * Lays leaves, as coarse as borders allow: a cell is split where a border runs through it or accounts of several territories lie in it. Each cell with accounts
 * lies in a leaf of its territory.
 *
 * What lies between territories and is nobody's goes to the nearest: empty leaves that several enclose, and those by which accounts of nobody's hang together
 * with it. About accounts alone (`drawn` null) gaps of up to four base cells are filled; polygons are covered as they are.
 */
export function layImportLeaves(ground: ImportGround): OwnedLeaves {
  const laid = new Splitter(ground).split(rootsOf(ground));
  const centers = laid.cells.map((cell) => unitVector(...(cellToLatLng(cellText(cell)) as [number, number])));
  const owners = Int32Array.from(laid.owners);
  const isKept = owners.includes(-1)
    ? settleUnowned(laid, owners, centers, ground.drawn !== null)
    : laid.cells.map(() => true);
  return mergeSiblings(
    laid.cells.filter((_, leaf) => isKept[leaf]),
    owners.filter((_, leaf) => isKept[leaf]),
    ground.base,
  );
}

interface LaidLeaves {
  readonly cells: CellNumber[];
  readonly owners: number[];
  readonly isOccupied: boolean[];
}

/** Base cells that are covered, ascending. */
function rootsOf({ cells, base, drawn }: ImportGround): CellNumber[] {
  const roots = new Set<CellNumber>();
  for (const cell of cells) roots.add(ancestorAt(cell, base));
  if (drawn === null) {
    for (const cell of closeGaps(roots)) roots.add(cell);
  } else {
    // Whatever lies inside a polygon is reached from its border.
    let frontier = [...new Set(Array.from(drawn.border, (cell) => ancestorAt(cell, base)))];
    for (const cell of frontier) roots.add(cell);
    while (frontier.length > 0) {
      const next: CellNumber[] = [];
      for (const cell of frontier.flatMap(neighborsOf)) {
        if (roots.has(cell) || drawn.index.holding(...(cellToLatLng(cellText(cell)) as [number, number])).length === 0)
          continue;
        roots.add(cell);
        next.push(cell);
      }
      frontier = next;
    }
  }
  return [...roots].sort((a, b) => (a < b ? -1 : 1));
}

class Splitter {
  readonly #ground: ImportGround;
  readonly #crossed = new Set<CellNumber>();
  readonly #laid: LaidLeaves = { cells: [], owners: [], isOccupied: [] };

  constructor(ground: ImportGround) {
    this.#ground = ground;
    for (const cell of ground.drawn?.border ?? []) {
      for (let resolution = (ground.drawn?.resolution ?? 0) - 1; resolution >= ground.base; resolution--) {
        const ancestor = ancestorAt(cell, resolution);
        if (this.#crossed.has(ancestor)) break;
        this.#crossed.add(ancestor);
      }
    }
  }

  /** `roots` ascend, and so do the cells inside them. */
  split(roots: readonly CellNumber[]): LaidLeaves {
    let from = 0;
    for (const root of roots) from = this.#descend(root, from);
    return this.#laid;
  }

  /** Answers where the run of cells with accounts inside a cell ends. */
  #descend(cell: CellNumber, from: number): number {
    const { cells, owners, finest } = this.#ground;
    const resolution = resolutionOf(cell);
    const [, last] = descendantRange(cell, finest);
    let to = from;
    let owner = -1;
    let isMixed = false;
    for (; to < cells.length && (cells[to] as CellNumber) <= last; to++) {
      const own = owners[to] as number;
      if (own >= 0 && owner >= 0 && own !== owner) isMixed = true;
      if (own >= 0) owner = own;
    }
    if (resolution < finest && (isMixed || this.#crossed.has(cell))) {
      let at = from;
      for (const child of cellToChildren(cellText(cell), resolution + 1)) {
        at = this.#descend(cellNumber(child as Cell), at);
      }
    } else {
      this.#laid.cells.push(cell);
      this.#laid.owners.push(owner >= 0 ? owner : this.#drawnOwner(cell));
      this.#laid.isOccupied.push(to > from);
    }
    return to;
  }

  #drawnOwner(cell: CellNumber): number {
    const { drawn } = this.#ground;
    if (drawn === null) return -1;
    return drawn.index.holding(...(cellToLatLng(cellText(cell)) as [number, number]))[0] ?? -1;
  }
}

/** Gives owners to leaves that have none, and answers which leaves stay. */
function settleUnowned(
  { cells, isOccupied }: LaidLeaves,
  owners: Int32Array,
  centers: readonly UnitVector[],
  hasOutside: boolean,
): boolean[] {
  const graph = new LeafTouch(cells).graph((a, b) => owners[a] === -1 || owners[b] === -1);
  const isOutside = hasOutside ? outsideOf(owners, graph) : new Uint8Array(cells.length);
  const flood = floodLeaves(owners, centers, graph);
  const isKept = cells.map((_, leaf) => (owners[leaf] as number) >= 0 || isOutside[leaf] === 0);
  cells.forEach((_, leaf) => {
    if (owners[leaf] !== -1 || !isOccupied[leaf]) return;
    for (let at = leaf; at >= 0 && owners[at] === -1; at = flood.from[at] as number) isKept[at] = true;
  });
  const tree = new NearestPoints(centers.filter((_, leaf) => (owners[leaf] as number) >= 0));
  const owned = owners.filter((owner) => owner >= 0);
  owners.forEach((owner, leaf) => {
    if (owner !== -1) return;
    const reached = flood.owners[leaf] as number;
    if (reached >= 0) owners[leaf] = reached;
    else if (isOccupied[leaf]) owners[leaf] = owned[tree.nearest(centers[leaf] as UnitVector)] ?? -1;
    if (owners[leaf] === -1) isKept[leaf] = false;
  });
  return isKept;
}

/** 1 for leaves of nobody's that are not between territories: they hang together with what no leaf holds, or one territory alone is about them. */
function outsideOf(owners: Int32Array, { neighbors, isOutermost }: LeafGraph): Uint8Array {
  const isOutside = new Uint8Array(owners.length);
  const isSeen = new Uint8Array(owners.length);
  for (let first = 0; first < owners.length; first++) {
    if (owners[first] !== -1 || isSeen[first] === 1) continue;
    isSeen[first] = 1;
    const members = [first];
    const around = new Set<number>();
    for (let at = 0; at < members.length; at++) {
      for (const other of neighbors[members[at] as number] ?? []) {
        const owner = owners[other] as number;
        if (owner >= 0) around.add(owner);
        else if (isSeen[other] === 0) {
          isSeen[other] = 1;
          members.push(other);
        }
      }
    }
    if (around.size > 1 && !members.some((leaf) => isOutermost[leaf] === 1)) continue;
    for (const leaf of members) isOutside[leaf] = 1;
  }
  return isOutside;
}
