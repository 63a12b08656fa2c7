import { Failure } from './failure.ts';
import type { Plan } from './plan.ts';
import { shorten } from './shorten.ts';

/** Which metrics of a plan are what; what is left out is not asked about. */
export type NamedMetrics = Partial<{ readonly [name in 'valueMetric' | 'potentialMetric']: string | null | undefined }>;

/** Throws `invalid-parameter`, with all of them, for names that are no metric of a plan. */
export function checkPlanMetrics(named: NamedMetrics, metrics: Plan['metrics'], prefix = '/'): void {
  const [first, ...rest] = (['valueMetric', 'potentialMetric'] as const).flatMap((field) => {
    const name = named[field];
    if (name === undefined || name === null || metrics.includes(name)) return [];
    return [
      {
        field: `${prefix}${field}`,
        value: shorten(name),
        detail: 'is not a metric of the plan',
        remedy:
          metrics.length === 0
            ? 'upload accounts first, or make a plan that declares the metric'
            : `name one of: ${shorten(metrics.join(', '))}`,
      },
    ];
  });
  if (first !== undefined) throw Failure.invalid('invalid-parameter', first, ...rest);
}
