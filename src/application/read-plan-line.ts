import { DEFAULT_TOLERANCE } from '../domain/balance.ts';
import { parseResolution } from '../domain/cell.ts';
import { checkMetricNames, type Metric } from '../domain/metric.ts';
import { parseTimeZone } from '../domain/moment.ts';
import type { Plan } from '../domain/plan.ts';
import { checkPlanMetrics } from '../domain/plan-metrics.ts';
import { checkQualityWeights, DEFAULT_QUALITY_WEIGHTS } from '../domain/quality-weights.ts';
import { randomBase62 } from '../domain/random-base62.ts';
import type { Fields } from './plan-section.ts';

type Given = Pick<Plan, 'name' | 'tolerance'> &
  Partial<Pick<Plan, 'timeZone' | 'approvalRequired' | 'catchAll' | 'valueMetric' | 'potentialMetric' | 'quality'>> & {
    readonly metrics: readonly Metric[];
    readonly finestResolution: number;
  };

/** The plan that a line of a plan file makes, which is as such lines are: a new one. Throws where its metrics cannot be called so. */
export function readPlanLine(value: Fields): Plan {
  const given = value as unknown as Given;
  const metrics = given.metrics.map(({ name }) => name);
  checkMetricNames(metrics, 'metrics', true);
  const { valueMetric = null, potentialMetric = null, quality = { weights: DEFAULT_QUALITY_WEIGHTS } } = given;
  checkPlanMetrics({ valueMetric, potentialMetric }, metrics, '');
  checkQualityWeights(quality.weights, 'quality/weights');
  return {
    planId: `pln_${randomBase62(22)}`,
    name: given.name,
    metrics,
    metricDetails: given.metrics,
    finestResolution: parseResolution(given.finestResolution),
    tolerance: given.tolerance ?? DEFAULT_TOLERANCE,
    timeZone: parseTimeZone(given.timeZone ?? 'UTC'),
    approvalRequired: given.approvalRequired ?? false,
    catchAll: given.catchAll ?? null,
    valueMetric,
    potentialMetric,
    quality,
    createdAt: new Date().toISOString(),
  };
}
