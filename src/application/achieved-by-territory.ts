import { finestCellOf } from './find-owner.ts';
import { leafIn } from './find-plan-owner.ts';
import { getLayoutLeaves } from './get-layout.ts';
import type { GoalHistory } from './goal-store.ts';
import type { Ports } from './ports.ts';

/** Accounts read at once. */
const ACCOUNTS_PER_PAGE = 5_000;

/** What was achieved in a span of days by the territories of a layout, by where accounts are now: the history of `GoalHistory`. Throws `not-found`. */
export async function achievedByTerritory(
  ports: Ports,
  ...[workspaceId, planId, { metric, start, due, layoutId }]: Parameters<GoalHistory['achieved']>
): ReturnType<GoalHistory['achieved']> {
  const filter = { account: null, metric, from: start, until: due };
  const { layout, leaves } = await getLayoutLeaves(ports, workspaceId, layoutId);
  const achieved = new Map<string, number>(layout.territories.map(({ id }) => [id, 0]));
  let isKnown = false;
  for (let cursor: string | null = null; ; ) {
    const page = await ports.actuals.totals(workspaceId, planId, filter, { cursor, limit: ACCOUNTS_PER_PAGE });
    isKnown ||= page.items.length > 0;
    const ids = page.items.map(({ account }) => account);
    const question = { potential: -1, withTraits: false };
    const accounts = await ports.actuals.accounts(workspaceId, planId, ids, question);
    const cells = new Map(accounts.map(({ account, cell }) => [account, cell]));
    for (const { account, value } of page.items) {
      const cell = cells.get(account);
      const at = cell && finestCellOf({ cell }, layout.resolution.finest);
      const territory = at && leafIn(layout, leaves, at)?.territoryId;
      if (territory) achieved.set(territory, (achieved.get(territory) ?? 0) + value);
    }
    cursor = page.next;
    if (cursor === null) return isKnown ? achieved : null;
  }
}
