import { gridDisk } from 'h3-js';
import type { Cell } from './cell.ts';
import { cellNumber, cellText } from './cell-number.ts';
import { DisjointSets } from './disjoint-sets.ts';
import type { Layout } from './layout.ts';
import { type LeafTable, leafOf, positionOf } from './leaf-table.ts';

/** The pieces that the territories of a layout are in, and which of different territories touch. */
export interface TerritoryPieces {
  /** Position of the territory of each piece. */
  readonly territories: readonly number[];
  /** Pairs of pieces, each once. */
  readonly touching: readonly (readonly [a: number, b: number])[];
}

/**
 * Finds the pieces of territories by a flood over leaves. Islands count as touching where they were joined.
 *
 * Two leaves touch where a neighbour of the finer one, at its own resolution, is the other or lies inside it.
 *
 * Cost: some ten microseconds for a leaf.
 */
export function findPieces({ cells, territories }: LeafTable, links: Layout['islands']): TerritoryPieces {
  const sets = new DisjointSets(cells.length);
  const borders: number[] = [];
  const touch = (a: number, b: number) => {
    if (a < 0 || b < 0) return;
    if (territories[a] === territories[b]) sets.join(a, b);
    else borders.push(a, b);
  };
  cells.forEach((cell, leaf) => {
    for (const neighbor of gridDisk(cellText(cell), 1)) touch(leaf, leafOf(cells, cellNumber(neighbor as Cell)));
  });
  for (const { from, to } of links) touch(positionOf(cells, cellNumber(from)), positionOf(cells, cellNumber(to)));
  const pieces = new Map<number, number>();
  const owners: number[] = [];
  cells.forEach((_, leaf) => {
    if (sets.rootOf(leaf) !== leaf) return;
    pieces.set(leaf, owners.length);
    owners.push(territories[leaf] ?? 0);
  });
  return { territories: owners, touching: distinctPairs(borders, (leaf) => pieces.get(sets.rootOf(leaf)) ?? 0) };
}

/** For each owner of territories its pieces, each as the positions of its territories, ascending. A territory without an owner has -1. */
export function piecesOfOwners(
  { territories, touching }: TerritoryPieces,
  ownerOf: readonly number[],
  owners: number,
): number[][][] {
  const owner = (piece: number) => ownerOf[territories[piece] ?? 0] ?? -1;
  const sets = new DisjointSets(territories.length);
  for (const [a, b] of touching) if (owner(a) === owner(b)) sets.join(a, b);
  const held = new Map<number, Set<number>>();
  const found: number[][][] = Array.from({ length: owners }, () => []);
  territories.forEach((territory, piece) => {
    const root = sets.rootOf(piece);
    held.set(root, (held.get(root) ?? new Set()).add(territory));
  });
  for (const [root, inside] of held) found[owner(root)]?.push([...inside].sort((a, b) => a - b));
  for (const pieces of found) pieces.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
  return found;
}

/** Pairs of owners of territories that touch, each once, the lesser first. */
export function touchingOwners({ territories, touching }: TerritoryPieces, ownerOf: readonly number[]) {
  const owner = (piece: number) => ownerOf[territories[piece] ?? 0] ?? -1;
  return distinctPairs(touching.flat(), owner).filter(([a]) => a >= 0);
}

/** Pairs that follow each other, by what stands for their members: those of two, each once, ascending. */
function distinctPairs(members: readonly number[], standsFor: (member: number) => number): [number, number][] {
  const greater = new Map<number, Set<number>>();
  for (let at = 0; at < members.length; at += 2) {
    const [a, b] = [standsFor(members[at] as number), standsFor(members[at + 1] as number)];
    const [low, high] = a < b ? [a, b] : [b, a];
    if (low !== high) greater.set(low, (greater.get(low) ?? new Set()).add(high));
  }
  return [...greater]
    .flatMap(([low, highs]) => [...highs].map((high): [number, number] => [low, high]))
    .sort(([a, b], [c, d]) => a - c || b - d);
}

/** The pieces of a layout that has more islands than it names, by its own word: each territory is in one, and touches its neighbours. */
export function piecesAsTold({ territories }: Pick<Layout, 'territories'>): TerritoryPieces {
  const position = new Map(territories.map(({ id }, at) => [id, at]));
  const touching = territories.flatMap(({ neighbors }, at) =>
    neighbors.flatMap((id): [number, number][] => {
      const other = position.get(id) ?? at;
      return other > at ? [[at, other]] : [];
    }),
  );
  return { territories: territories.map((_, at) => at), touching };
}

/** The pieces of a layout's territories. */
export function piecesOfLayout(layout: Layout, leaves: LeafTable): TerritoryPieces {
  return layout.islandCount > layout.islands.length ? piecesAsTold(layout) : findPieces(leaves, layout.islands);
}
