import type { Layout, Territory } from '../../domain/layout.ts';

/** Sums and deviations are rounded in the answer: a deviation of exactly the tolerance keeps it. */
const ROUNDING = 1e-9;

/** Metrics that the layout balances, in its order. */
export function balancedMetrics(layout: Layout): string[] {
  return Object.keys(layout.balance);
}

/** Metrics of which the layout has anything. */
export function countedMetrics({ metrics, totals }: Layout): string[] {
  return metrics.filter((metric) => (totals.sums[metric] ?? 0) > 0);
}

/** `(sum - target) / target`: below 0 is too little. */
export function signedDeviation(territory: Territory, metric: string): number {
  const deviation = territory.deviations[metric] ?? 0;
  return (territory.sums[metric] ?? 0) < (territory.targets[metric] ?? 0) ? -deviation : deviation;
}

/** Whether a territory is outside the tolerance of a balanced metric. */
export function isOutside(layout: Layout, territory: Territory, metric: string): boolean {
  return (territory.deviations[metric] ?? 0) > (layout.balance[metric] ?? Number.POSITIVE_INFINITY) + ROUNDING;
}

/** Territories outside the tolerance of at least one metric. */
export function outsideCount(layout: Layout): number {
  const metrics = balancedMetrics(layout);
  return layout.territories.filter((one) => metrics.some((metric) => isOutside(layout, one, metric))).length;
}

/** The largest deviation of any territory. */
export function worstDeviation(layout: Layout, metric: string): number {
  return Math.max(0, ...layout.territories.map((one) => one.deviations[metric] ?? 0));
}
