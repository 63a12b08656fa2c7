import type { BlameShape } from './check-shape.ts';
import type { Layout } from './layout.ts';
import type { LeafTable } from './leaf-table.ts';
import { findPieces } from './territory-pieces.ts';

/**
 * Blames territories that are in several pieces and do not say so. Islands count as touching where they were joined.
 *
 * A layout that does not name all its islands or violations cannot be judged.
 *
 * Cost: some ten microseconds for a leaf.
 */
export function checkContiguity(layout: Layout, leaves: LeafTable, blame: BlameShape): void {
  const { violations, violationCount, islands, islandCount, territories } = layout;
  if (islandCount > islands.length || violationCount > violations.length) return;
  const pieces: number[] = [];
  for (const territory of findPieces(leaves, islands).territories) pieces[territory] = (pieces[territory] ?? 0) + 1;
  const told = new Set(
    violations.filter(({ kind }) => kind === 'not-contiguous').map(({ territoryId }) => territoryId),
  );
  territories.forEach(({ id }, position) => {
    if ((pieces[position] ?? 0) <= 1 || told.has(id)) return;
    const detail = `is a territory in ${pieces[position]} pieces, which the layout does not say`;
    blame('leaves', id, detail, 'send the layout as it was exported');
  });
}
