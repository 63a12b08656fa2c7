import { getPlan } from './get-plan.ts';
import { noRep } from './get-rep.ts';
import type { Ports } from './ports.ts';

/** Deletes a rep of a plan; accounts that name it keep its id. Throws `not-found`. */
export async function deleteRep(ports: Ports, workspaceId: string, planId: string, repId: string): Promise<void> {
  await getPlan(ports, workspaceId, planId);
  if (!(await ports.reps.delete(workspaceId, planId, repId))) throw noRep();
}
