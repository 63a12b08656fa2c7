import type { ActualFilter } from '../domain/actual.ts';
import { getPlan } from './get-plan.ts';
import { openOwnersThen } from './owners-then.ts';
import type { Page, PageRequest } from './page.ts';
import type { Ports } from './ports.ts';
import { sumByOwner } from './sum-actuals.ts';

/** By what actuals are summed. */
export type ActualGroup = 'period' | 'territory' | 'rep' | 'account';

/** The sum of a group and a metric. */
export interface GroupSum {
  /** A month, an id, or null: what nobody owned. */
  readonly group: string | null;
  readonly metric: string;
  readonly value: number;
  /** Rows that were summed. */
  readonly rows: number;
}

/** Sums of actuals by metric and by month, owner then or account, in the order of the groups. Throws `not-found`. */
export async function groupActuals(
  ports: Ports,
  workspaceId: string,
  planId: string,
  by: ActualGroup,
  filter: ActualFilter,
  page: PageRequest,
): Promise<Page<GroupSum>> {
  const plan = await getPlan(ports, workspaceId, planId);
  if (by === 'account') {
    const { items, next } = await ports.actuals.totals(workspaceId, planId, filter, page);
    return { items: items.map(({ account, ...sum }) => ({ group: account, ...sum })), next };
  }
  const sums =
    by === 'period'
      ? (await ports.actuals.months(workspaceId, planId, filter)).map(({ month, ...sum }) => ({ group: month, ...sum }))
      : (await sumByOwner(ports, workspaceId, plan, await openOwnersThen(ports, workspaceId, plan), filter, [])).map(
          ({ territoryId, repId, metric, value, rows }) => ({
            ...{ group: by === 'rep' ? repId : territoryId, metric, value, rows },
          }),
        );
  return pageOfGroups(joinGroups(sums), page);
}

/** Sums of the same group and metric put together, by group, what nobody owned last, and metric. */
function joinGroups(sums: readonly GroupSum[]): GroupSum[] {
  const joined = new Map<string, GroupSum>();
  for (const { group, metric, value, rows } of sums) {
    const key = keyOf({ group, metric });
    const before = joined.get(key);
    joined.set(key, { group, metric, value: value + (before?.value ?? 0), rows: rows + (before?.rows ?? 0) });
  }
  return [...joined].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, sum]) => sum);
}

function keyOf({ group, metric }: Pick<GroupSum, 'group' | 'metric'>): string {
  return `${group === null ? 'b' : `a${group}`}\n${metric}`;
}

function pageOfGroups(groups: readonly GroupSum[], { cursor, limit }: PageRequest): Page<GroupSum> {
  const rest = cursor === null ? groups : groups.filter((group) => keyOf(group) > cursor);
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rest.length > limit && last !== undefined ? keyOf(last) : null };
}
