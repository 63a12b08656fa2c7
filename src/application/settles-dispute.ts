import type { Cell } from '../domain/cell.ts';
import { cellNumber } from '../domain/cell-number.ts';
import type { Layout } from '../domain/layout.ts';
import { type LeafTable, leavesWithin, ownerLeafOf } from '../domain/leaf-table.ts';
import type { FoundChallenge } from './challenge-ref.ts';
import { getLayoutLeaves, withLeaves } from './get-layout.ts';
import type { Ports } from './ports.ts';

/** Whether any of what is disputed has another territory in a layout than in the one that was challenged. */
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
  const [before, after] = await Promise.all([
    getLayoutLeaves(ports, workspaceId, challengedLayoutId),
    withLeaves(ports, workspaceId, layout),
  ]);
  return cells.some((cell) => territoriesOf(before, cell) !== territoriesOf(after, cell));
}

/** Ids of the territories that hold a cell, or parts of it, as one text. */
function territoriesOf({ layout, leaves }: { layout: Layout; leaves: LeafTable }, cell: Cell): string {
  const inside = leavesWithin(leaves.cells, cellNumber(cell));
  const found = inside.length > 0 ? inside : [ownerLeafOf(leaves.cells, cellNumber(cell))];
  const ids = found.map((leaf) => layout.territories[leaves.territories[leaf] ?? -1]?.id ?? '');
  return JSON.stringify([...new Set(ids)].sort());
}
