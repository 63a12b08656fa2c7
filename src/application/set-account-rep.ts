import { Failure } from '../domain/failure.ts';
import { getPlan } from './get-plan.ts';
import type { Ports } from './ports.ts';

/** Says which rep serves an account, and leaves alone what an upload may change of it meanwhile. Throws `not-found`. */
export async function setAccountRep(
  ports: Ports,
  workspaceId: string,
  planId: string,
  accountId: string,
  repId: string,
): Promise<void> {
  await getPlan(ports, workspaceId, planId);
  if (await ports.accounts.setRep(workspaceId, planId, accountId, repId)) return;
  throw new Failure('not-found', 'no account of this plan has this id');
}
