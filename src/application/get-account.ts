import { Failure } from '../domain/failure.ts';
import type { BinnedAccount } from './account-store.ts';
import { getPlan } from './get-plan.ts';
import type { Ports } from './ports.ts';

/** One account of a plan. Throws `not-found`. */
export async function getAccount(
  ports: Ports,
  workspaceId: string,
  planId: string,
  accountId: string,
): Promise<BinnedAccount> {
  const account = await ports.accounts.find(workspaceId, await getPlan(ports, workspaceId, planId), accountId);
  if (account === null) throw new Failure('not-found', 'no account of this plan has this id');
  return account;
}
