import { gridDisk } from 'h3-js';
import type { Cell } from './cell.ts';
import { cellNumber, cellText } from './cell-number.ts';
import type { BlameShape } from './check-shape.ts';
import type { Layout } from './layout.ts';
import { type LeafTable, leafOf, positionOf } from './leaf-table.ts';

/**
 * Blames territories that are in several pieces and do not say so. Islands count as touching where they were joined.
 *
 * Two leaves touch where a neighbour of the finer one, at its own resolution, is the other or lies inside it. A layout that does not name all its islands
 * or violations cannot be judged.
 *
 * Cost: some ten microseconds for a leaf.
 */
export function checkContiguity(layout: Layout, leaves: LeafTable, blame: BlameShape): void {
  const { violations, violationCount, islands, islandCount, territories } = layout;
  if (islandCount > islands.length || violationCount > violations.length) return;
  const pieces = countPieces(leaves, islands);
  const told = new Set(
    violations.filter(({ kind }) => kind === 'not-contiguous').map(({ territoryId }) => territoryId),
  );
  territories.forEach(({ id }, position) => {
    if ((pieces[position] ?? 0) <= 1 || told.has(id)) return;
    const detail = `is a territory in ${pieces[position]} pieces, which the layout does not say`;
    blame('leaves', id, detail, 'send the layout as it was exported');
  });
}

/** The number of pieces of each territory, by position. */
function countPieces({ cells, territories }: LeafTable, links: Layout['islands']): number[] {
  const parent = Uint32Array.from(cells, (_, leaf) => leaf);
  const rootOf = (leaf: number): number => {
    let root = leaf;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root] as number] as number;
      root = parent[root] as number;
    }
    return root;
  };
  const join = (a: number, b: number) => {
    if (a >= 0 && b >= 0 && territories[a] === territories[b]) parent[rootOf(a)] = rootOf(b);
  };
  cells.forEach((cell, leaf) => {
    for (const neighbor of gridDisk(cellText(cell), 1)) {
      join(leaf, leafOf(cells, cellNumber(neighbor as Cell)));
    }
  });
  for (const { from, to } of links) join(positionOf(cells, cellNumber(from)), positionOf(cells, cellNumber(to)));
  const pieces: number[] = [];
  parent.forEach((root, leaf) => {
    const territory = territories[leaf] ?? 0;
    if (root === leaf) pieces[territory] = (pieces[territory] ?? 0) + 1;
  });
  return pieces;
}
