import type { Cell } from '../domain/cell.ts';
import { cellNumber } from '../domain/cell-number.ts';
import { findMoves, type Move } from '../domain/disruption.ts';
import { Failure } from '../domain/failure.ts';
import { invalidCursor } from '../domain/invalid-cursor.ts';
import type { Layout, LayoutId } from '../domain/layout.ts';
import { getLayoutLeaves } from './get-layout.ts';
import type { Page, PageRequest, Ports } from './ports.ts';

/**
 * A page of what moved when a layout was rebalanced, cells ascending; none where it was not. The same moves that the rebalance itself answered.
 *
 * Errors: `not-found`, also where the layout that it was rebalanced from is gone.
 */
export async function listMoves(
  ports: Ports,
  workspaceId: string,
  layoutId: LayoutId,
  { cursor, limit }: PageRequest,
): Promise<Page<Move> & { readonly layout: Layout }> {
  const { layout, leaves } = await getLayoutLeaves(ports, workspaceId, layoutId);
  const after = cursor === null ? -1n : lastCell(cursor);
  if (layout.rebalance === undefined) return { layout, items: [], next: null };
  const before = await leavesBefore(ports, workspaceId, layout.rebalance.from);
  const moves = findMoves(before, leaves).filter(({ cell }) => cellNumber(cell) > after);
  const items = moves.slice(0, limit);
  return { layout, items, next: moves.length > limit ? (items.at(-1)?.cell ?? null) : null };
}

async function leavesBefore(ports: Ports, workspaceId: string, from: LayoutId) {
  try {
    return (await getLayoutLeaves(ports, workspaceId, from)).leaves;
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'not-found') throw error;
    throw new Failure(
      'not-found',
      `the layout was rebalanced from ${from}, which is not here: nobody can tell what moved`,
    );
  }
}

function lastCell(cursor: string): bigint {
  if (!/^8[0-9a-f]{14}$/.test(cursor)) throw invalidCursor(cursor);
  return cellNumber(cursor as Cell);
}
