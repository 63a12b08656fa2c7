import { cellNumber } from '../domain/cell-number.ts';
import type { LayoutId } from '../domain/layout.ts';
import { ownerLeafOf } from '../domain/leaf-table.ts';
import { movedPlaces } from '../domain/moved-places.ts';
import type { ComparedLayout } from '../domain/overlaps.ts';
import type { BinnedAccount } from './account-store.ts';
import { getPlan } from './get-plan.ts';
import { movedLineOf } from './moved-line-of.ts';
import { movedRanges } from './moved-ranges.ts';
import { onlyPlanOf } from './only-plan-of.ts';
import { getComparedPair, openComparison } from './open-comparison.ts';
import type { Page, PageRequest } from './page.ts';
import type { Ports } from './ports.ts';

/** An account whose place is in another territory than before, both by id. */
export interface MovedAccount extends BinnedAccount {
  readonly from: string;
  readonly to: string;
}

/**
 * A page of a plan's accounts as they are now, of the line that the layout `b` is of, that a change from one layout to another moves, by id, ascending. They are found by the cells that differ: accounts
 * elsewhere are not read.
 *
 * @param planId null: the one plan that lists the layout `b`
 *
 * Errors: `not-found`, `plan-required`, `invalid-problem` where the plan does not have the line.
 */
export async function listMovedAccounts(
  ports: Ports,
  workspaceId: string,
  layouts: { readonly a: LayoutId; readonly b: LayoutId },
  planId: string | null,
  page: PageRequest,
): Promise<Page<MovedAccount>> {
  const pair = await getComparedPair(ports, workspaceId, layouts.a, layouts.b);
  const plan = await getPlan(
    ports,
    workspaceId,
    planId ?? (await onlyPlanOf(ports, workspaceId, layouts.b, 'that could move', 'planId')),
  );
  const line = await movedLineOf(ports, workspaceId, plan.planId, pair.b);
  const input = await openComparison(ports, workspaceId, pair);
  const cellRanges = movedRanges(movedPlaces(input), plan.finestResolution);
  const filter = {
    boxes: [],
    segment: null,
    repId: null,
    status: null,
    text: null,
    line: line?.filter ?? null,
    cellRanges,
  };
  const { items, next } = await ports.accounts.list(workspaceId, plan, filter, page);
  const territoryOf = ({ layout, leaves }: ComparedLayout, { cell }: BinnedAccount) =>
    layout.territories[leaves.territories[ownerLeafOf(leaves.cells, cellNumber(cell))] ?? -1]?.id ?? '';
  return {
    items: items.map((item) => ({ ...item, from: territoryOf(input.a, item), to: territoryOf(input.b, item) })),
    next,
  };
}
