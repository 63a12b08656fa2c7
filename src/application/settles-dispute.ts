import type { Cell } from '../domain/cell.ts';
import { cellNumber } from '../domain/cell-number.ts';
import type { Layout } from '../domain/layout.ts';
import { type LeafTable, leavesWithin, ownerLeafOf } from '../domain/leaf-table.ts';
import type { FoundChallenge } from './challenge-ref.ts';
import { areDerived } from './derives-from.ts';
import { getLayout } from './get-layout.ts';
import { openComparison } from './open-comparison.ts';
import type { Ports } from './ports.ts';

/**
 * Whether any of what is disputed has another territory in a layout than in the one that was challenged. Territories of layouts that were made apart are
 * matched by what they share, as a comparison does: their ids mean nothing.
 */
export async function settlesDispute(
  ports: Ports,
  workspaceId: string,
  { plan, challenge }: FoundChallenge,
  layout: Layout,
): Promise<boolean> {
  const { dispute, challengedLayoutId } = challenge;
  if (challengedLayoutId === layout.layoutId) return false;
  let cells = 'cells' in dispute ? (dispute.cells as readonly Cell[]) : [];
  if ('accountId' in dispute) {
    const account = await ports.accounts.find(workspaceId, plan, dispute.accountId);
    if (account !== null) cells = [account.cell];
  }
  const pair = {
    a: await getLayout(ports, workspaceId, challengedLayoutId),
    b: layout,
  };
  const derived = await areDerived(ports, workspaceId, pair.a, pair.b);
  const { a, b, matching } = await openComparison(ports, workspaceId, { ...pair, derived });
  return cells.some((cell) => {
    const before = territoriesWith(a.leaves, cell).map((position) => matching.ofA[position] ?? -1);
    // Where nothing is left of what held it, or nothing holds it now, it is elsewhere.
    return before.includes(-1) || before.sort().join() !== territoriesWith(b.leaves, cell).sort().join();
  });
}

/** Positions of the territories that hold a cell, or parts of it; -1 where none does. */
function territoriesWith({ cells, territories }: LeafTable, cell: Cell): number[] {
  const inside = leavesWithin(cells, cellNumber(cell));
  const found = inside.length > 0 ? inside : [ownerLeafOf(cells, cellNumber(cell))];
  return [...new Set(found.map((leaf) => territories[leaf] ?? -1))];
}
