import { planNotFound } from '../domain/plan.ts';
import { expectPlanVersion, type PlanVersion } from './plan-version.ts';
import type { Ports } from './ports.ts';

/** Deletes a plan with its accounts and layouts. Throws `not-found`; `precondition-failed` where it is another version than `expected`. */
export async function deletePlan(
  ports: Ports,
  workspaceId: string,
  planId: string,
  expected: PlanVersion | null = null,
): Promise<void> {
  if (await ports.plans.delete(workspaceId, planId, expected)) return;
  if (expected !== null) await expectPlanVersion(ports, workspaceId, expected);
  throw planNotFound();
}
