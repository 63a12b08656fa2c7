import { planNotFound } from '../domain/plan.ts';
import type { Ports } from './ports.ts';

/** Deletes a plan with its accounts and layouts. Throws `not-found`. */
export async function deletePlan(ports: Ports, workspaceId: string, planId: string): Promise<void> {
  if (!(await ports.plans.delete(workspaceId, planId))) {
    throw planNotFound();
  }
}
