import { getPlan } from './get-plan.ts';
import type { BinnedAccount, Page, PageRequest, Ports } from './ports.ts';

/** A page of a plan's accounts by id, ascending. Throws `not-found`. */
export async function listAccounts(
  ports: Ports,
  workspaceId: string,
  planId: string,
  page: PageRequest,
): Promise<Page<BinnedAccount>> {
  return ports.accounts.list(workspaceId, await getPlan(ports, workspaceId, planId), page);
}
