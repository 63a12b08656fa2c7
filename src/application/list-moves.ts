import type { Cell } from '../domain/cell.ts';
import { cellNumber } from '../domain/cell-number.ts';
import type { Move } from '../domain/disruption.ts';
import { Failure } from '../domain/failure.ts';
import { invalidCursor } from '../domain/invalid-cursor.ts';
import type { Layout, LayoutId } from '../domain/layout.ts';
import { layoutBefore } from '../domain/layout-origins.ts';
import { findTerritoryMoves } from '../domain/territory-moves.ts';
import { getLayoutLeaves } from './get-layout.ts';
import type { Page, PageRequest } from './page.ts';
import type { Ports } from './ports.ts';

/**
 * A page of what moved when a layout was made from another, cells ascending; none where it was not. The same moves that the rebalance itself answered; of a merge
 * what is elsewhere than in ours. Territories are positions in `ids`, for those that the layout does not have any more are in it, too.
 *
 * Errors: `not-found`, also where the layout that it was made from is gone.
 */
export async function listMoves(
  ports: Ports,
  workspaceId: string,
  layoutId: LayoutId,
  { cursor, limit }: PageRequest,
): Promise<Page<Move> & { readonly layout: Layout; readonly ids: readonly string[] }> {
  const { layout, leaves } = await getLayoutLeaves(ports, workspaceId, layoutId);
  const after = cursor === null ? -1n : lastCell(cursor);
  const from = layoutBefore(layout);
  if (from === null) return { layout, ids: [], items: [], next: null };
  const before = await wholeBefore(ports, workspaceId, from);
  const { ids, moves } = findTerritoryMoves(before.layout, before.leaves, layout, leaves);
  const later = moves.filter(({ cell }) => cellNumber(cell) > after);
  const items = later.slice(0, limit);
  return { layout, ids, items, next: later.length > limit ? (items.at(-1)?.cell ?? null) : null };
}

async function wholeBefore(ports: Ports, workspaceId: string, from: LayoutId) {
  try {
    return await getLayoutLeaves(ports, workspaceId, from);
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'not-found') throw error;
    throw new Failure('not-found', `the layout was made from ${from}, which is not here: nobody can tell what moved`);
  }
}

function lastCell(cursor: string): bigint {
  if (!/^8[0-9a-f]{14}$/.test(cursor)) throw invalidCursor(cursor);
  return cellNumber(cursor as Cell);
}
