import type { Resolution } from '../domain/cell.ts';
import { Failure } from '../domain/failure.ts';
import { getPlan } from './get-plan.ts';
import { expectPlanVersion, type PlanVersion } from './plan-version.ts';
import type { Ports } from './ports.ts';

/** What of a plan can change; what is left out stays. */
export interface PlanChange {
  readonly name?: string | undefined;
  readonly tolerance?: number | undefined;
  readonly timeZone?: string | undefined;
  readonly approvalRequired?: boolean | undefined;
  /** Only while the plan has no accounts: they are binned at it. */
  readonly finestResolution?: Resolution | undefined;
}

/** Changes a plan, all of it or nothing. Throws `not-found`, `plan-has-accounts`; `precondition-failed` where it is another version than `expected`. */
export async function changePlan(
  ports: Ports,
  workspaceId: string,
  planId: string,
  change: PlanChange,
  expected: PlanVersion | null = null,
): Promise<void> {
  if (await ports.plans.change(workspaceId, planId, change, expected)) return;
  if (expected !== null) await expectPlanVersion(ports, workspaceId, expected);
  const plan = await getPlan(ports, workspaceId, planId);
  throw new Failure(
    'plan-has-accounts',
    `the accounts of this plan are binned at resolution ${plan.finestResolution}: make another plan for a finestResolution of ${change.finestResolution}`,
  );
}
