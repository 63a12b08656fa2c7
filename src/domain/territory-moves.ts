import { findMoves, type Move } from './disruption.ts';
import type { Layout } from './layout.ts';
import type { LeafTable } from './leaf-table.ts';

/** What moved between two layouts whose territories are not the same. */
export interface TerritoryMoves {
  /** Ids of territories: those of the second, then those that only the first has. */
  readonly ids: readonly string[];
  /** Territories are positions in `ids`. */
  readonly moves: readonly Move[];
}

/** What moves from one layout to another, told by territories that either has. */
export function findTerritoryMoves(
  before: Pick<Layout, 'territories'>,
  beforeLeaves: LeafTable,
  after: { readonly territories: readonly { readonly id: string }[] },
  leaves: LeafTable,
): TerritoryMoves {
  const ids = after.territories.map(({ id }) => id);
  const place = new Map(ids.map((id, position) => [id, position]));
  for (const { id } of before.territories) {
    if (!place.has(id)) place.set(id, ids.push(id) - 1);
  }
  const places = before.territories.map(({ id }) => place.get(id) ?? 0);
  const territories = beforeLeaves.territories.map((territory) => places[territory] ?? 0);
  return { ids, moves: findMoves({ cells: beforeLeaves.cells, territories }, leaves) };
}

/** Share of each metric's total that moves. */
export function movedShares(moves: readonly Move[], totals: readonly number[]): number[] {
  return totals.map((total, metric) => {
    const moved = moves.reduce((sum, { sums }) => sum + (sums[metric] ?? 0), 0);
    return total > 0 ? moved / total : 0;
  });
}
