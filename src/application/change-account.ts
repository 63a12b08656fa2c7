import type { Account } from '../domain/account.ts';
import { cellAt } from '../domain/cell-at.ts';
import { randomBase62 } from '../domain/random-base62.ts';
import { getAccount } from './get-account.ts';
import { getPlan } from './get-plan.ts';
import type { Ports } from './ports.ts';

/** Changes what is named of one account. Throws `not-found`, `accounts-replaced`. */
export async function changeAccount(
  ports: Ports,
  workspaceId: string,
  planId: string,
  accountId: string,
  change: Partial<Omit<Account, 'id'>>,
): Promise<void> {
  const plan = await getPlan(ports, workspaceId, planId);
  const { account } = await getAccount(ports, workspaceId, planId, accountId);
  const changed = { ...account, ...change };
  const cell = cellAt(changed.lat, changed.lng, plan.finestResolution);
  const set = await ports.accountSets.openInForce(workspaceId, planId);
  const row = ports.accountSets.encode({ account: changed, cell }, plan);
  await ports.accountSets.upsert(set, plan, `upl_${randomBase62(22)}`, [row]);
}
