import type { Resolution } from '../domain/cell.ts';
import { checkMetricNames, type Metric } from '../domain/metric.ts';
import type { Plan } from '../domain/plan.ts';
import { DEFAULT_QUALITY_WEIGHTS } from '../domain/quality-weights.ts';
import { randomBase62 } from '../domain/random-base62.ts';
import type { Ports } from './ports.ts';

export interface NewPlan {
  readonly name: string;
  readonly metrics: readonly Metric[];
  readonly finestResolution: Resolution;
  readonly tolerance: number;
  readonly timeZone: string;
  readonly approvalRequired: boolean;
}

/** Makes a plan in a workspace. Throws `invalid-parameter` for metric names that cannot be. */
export async function createPlan(ports: Ports, workspaceId: string, asked: NewPlan): Promise<Plan> {
  const metrics = asked.metrics.map(({ name }) => name);
  checkMetricNames(metrics);
  const plan: Plan = {
    planId: `pln_${randomBase62(22)}`,
    ...asked,
    metrics,
    metricDetails: asked.metrics,
    catchAll: null,
    valueMetric: null,
    potentialMetric: null,
    quality: { weights: DEFAULT_QUALITY_WEIGHTS },
    createdAt: new Date().toISOString(),
  };
  await ports.plans.create(workspaceId, plan);
  return plan;
}
