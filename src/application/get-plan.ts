import { type Plan, planNotFound } from '../domain/plan.ts';
import type { Ports } from './ports.ts';

/** The plan with this id. Throws `not-found`, also for a plan of another workspace. */
export async function getPlan(ports: Ports, workspaceId: string, planId: string): Promise<Plan> {
  const plan = await ports.plans.find(workspaceId, planId);
  if (plan === null) throw planNotFound();
  return plan;
}
