import { getPlan } from './get-plan.ts';
import type { Ports } from './ports.ts';

/** What became of accounts that were to be deleted. */
export interface Deletion {
  readonly deleted: number;
  /** Ids of which there was no account, each once. */
  readonly missing: readonly string[];
}

/** Deletes accounts of a plan by id, all in one statement. Throws `not-found` where there is no such plan. */
export async function deleteAccounts(
  ports: Ports,
  workspaceId: string,
  planId: string,
  accountIds: readonly string[],
): Promise<Deletion> {
  const plan = await getPlan(ports, workspaceId, planId);
  const wanted = new Set(accountIds);
  const deleted = new Set(await ports.accounts.delete(workspaceId, plan.planId, [...wanted]));
  return { deleted: deleted.size, missing: [...wanted].filter((id) => !deleted.has(id)) };
}
