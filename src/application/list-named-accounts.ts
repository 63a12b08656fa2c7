import type { NamedOwner } from '../domain/plan-event.ts';
import { type Stretch, stretchAt, stretchesOf } from '../domain/timeline.ts';
import type { OwnershipMoment } from './open-ground.ts';
import type { Page, PageRequest } from './page.ts';
import type { NamedAccount } from './plan-log.ts';
import type { Ports } from './ports.ts';

/** Times that one page goes on where most accounts that had an owner by name have none any more. */
const MAX_READS = 10;

/** An account that has an owner by name. */
export interface ListedName {
  readonly accountId: string;
  readonly owner: NamedOwner;
  readonly stretch: Stretch<NamedAccount>;
}

/** Accounts that have an owner by name at a moment, as known at another, by id, ascending. A page may hold fewer than its limit. Throws `not-found`. */
export async function listNamedAccounts(
  ports: Ports,
  workspaceId: string,
  { planId, line, atMs, knownMs }: OwnershipMoment,
  { cursor, limit }: PageRequest,
): Promise<Page<ListedName>> {
  const { governance } = await ports.ownership.load(workspaceId, planId, 'now');
  const moment = atMs ?? Math.max(Date.now(), governance.end.recordedMs);
  const items: ListedName[] = [];
  let next = cursor;
  for (let reads = 0; reads < MAX_READS && items.length < limit; reads++) {
    const page = await ports.ownership.named(workspaceId, planId, line, { cursor: next, limit: limit - items.length });
    const byAccount = Map.groupBy(page.items, ({ subject }) => subject.accountId);
    for (const [accountId, statements] of byAccount) {
      const stretch = stretchAt(stretchesOf(statements, knownMs ?? Infinity), moment);
      const owner = stretch.holding?.subject.owner ?? null;
      if (owner !== null) items.push({ accountId, owner, stretch });
    }
    next = page.next;
    if (next === null) break;
  }
  return { items, next };
}
