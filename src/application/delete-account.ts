import { Failure } from '../domain/failure.ts';
import { deleteAccounts } from './delete-accounts.ts';
import type { Ports } from './ports.ts';

/** Deletes one account. Throws `not-found`, also where there is no such account. */
export async function deleteAccount(ports: Ports, workspaceId: string, planId: string, accountId: string) {
  const { deleted } = await deleteAccounts(ports, workspaceId, planId, [accountId]);
  if (deleted === 0) throw new Failure('not-found', 'no account of this plan has this id');
}
