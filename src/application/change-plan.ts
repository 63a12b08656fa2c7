import type { Resolution } from '../domain/cell.ts';
import { Failure } from '../domain/failure.ts';
import { blameOwner, refuseAll } from '../domain/owner-named.ts';
import type { NamedOwner } from '../domain/plan-event.ts';
import { checkPlanMetrics } from '../domain/plan-metrics.ts';
import { checkQualityWeights, type QualityWeights } from '../domain/quality-weights.ts';
import { getPlan } from './get-plan.ts';
import { nameableOwners } from './nameable-owners.ts';
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
  /** Null: nobody. */
  readonly catchAll?: NamedOwner | null | undefined;
  /** Null: none is named. */
  readonly valueMetric?: string | null | undefined;
  readonly potentialMetric?: string | null | undefined;
  readonly qualityWeights?: QualityWeights | undefined;
}

/** Changes a plan, all of it or nothing. Throws `not-found`, `plan-has-accounts`, `invalid-parameter` for an owner or a metric that the plan does not have; `precondition-failed` where it is another version than `expected`. */
export async function changePlan(
  ports: Ports,
  workspaceId: string,
  planId: string,
  change: PlanChange,
  expected: PlanVersion | null = null,
): Promise<void> {
  if (change.catchAll) await checkCatchAll(ports, workspaceId, planId, change.catchAll);
  const { valueMetric, potentialMetric, qualityWeights } = change;
  if (valueMetric || potentialMetric) {
    const { metrics } = await getPlan(ports, workspaceId, planId);
    checkPlanMetrics({ valueMetric, potentialMetric }, metrics);
  }
  if (qualityWeights) checkQualityWeights(qualityWeights, '/quality/weights');
  if (await ports.plans.change(workspaceId, planId, change, expected)) return;
  if (expected !== null) await expectPlanVersion(ports, workspaceId, expected);
  const plan = await getPlan(ports, workspaceId, planId);
  throw new Failure(
    'plan-has-accounts',
    `the accounts of this plan are binned at resolution ${plan.finestResolution}: make another plan for a finestResolution of ${change.finestResolution}`,
  );
}

/** A territory may be that of any line. */
async function checkCatchAll(ports: Ports, workspaceId: string, planId: string, owner: NamedOwner): Promise<void> {
  const { governance, reps } = await ports.ownership.load(workspaceId, planId, 'now');
  const nowMs = Math.max(Date.now(), governance.end.recordedMs);
  const blamed = [];
  for (const line of new Set([null, ...governance.lines])) {
    const nameable = await nameableOwners(ports, workspaceId, governance, reps, line, nowMs);
    const blame = blameOwner(owner, nameable, '/catchAll');
    if (blame === null) return;
    blamed.push(blame);
  }
  refuseAll(blamed.slice(0, 1));
}
