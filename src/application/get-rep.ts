import { Failure } from '../domain/failure.ts';
import type { Rep } from '../domain/rep.ts';
import { getPlan } from './get-plan.ts';
import type { Ports } from './ports.ts';

/** One rep of a plan. Throws `not-found`. */
export async function getRep(ports: Ports, workspaceId: string, planId: string, repId: string): Promise<Rep> {
  await getPlan(ports, workspaceId, planId);
  const rep = await ports.reps.find(workspaceId, planId, repId);
  if (rep === null) throw noRep();
  return rep;
}

/** The failure of a rep that is not there. */
export function noRep(): Failure {
  return new Failure('not-found', 'no rep of this plan has this id');
}
