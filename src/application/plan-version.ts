import { Failure } from '../domain/failure.ts';
import type { Plan } from '../domain/plan.ts';
import { getPlan } from './get-plan.ts';
import type { Ports } from './ports.ts';

/** A plan as a caller reads it: any change of it, and of how many accounts it has, makes another version. */
export interface PlanVersion {
  readonly plan: Plan;
  readonly accounts: number;
}

/** A plan and the number of its accounts as they are now. Throws `not-found`. */
export async function getPlanVersion(ports: Ports, workspaceId: string, planId: string): Promise<PlanVersion> {
  const plan = await getPlan(ports, workspaceId, planId);
  return { plan, accounts: await ports.accounts.count(workspaceId, planId) };
}

/** Throws `precondition-failed` where a plan is another version now, and `not-found`. */
export async function expectPlanVersion(ports: Ports, workspaceId: string, expected: PlanVersion): Promise<void> {
  const now = await getPlanVersion(ports, workspaceId, expected.plan.planId);
  if (JSON.stringify(now) === JSON.stringify(expected)) return;
  throw new Failure('precondition-failed', 'somebody changed the plan at the same time: read it again and decide anew');
}
