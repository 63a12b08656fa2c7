import type { Layout } from './layout.ts';

/** The metric that weighs in the moment of inertia of a layout. */
export function weighedBy({ balance, metrics }: Layout): string {
  return Object.keys(balance)[0] ?? metrics[0] ?? '';
}

/**
 * How far accounts are from the center of their territory: the root of the mean square, weighed by the metric that weighs in the moment of inertia. Null where
 * there is nothing to weigh.
 *
 * Units: km, as the crow flies.
 */
export function travelDistanceKm(
  layout: Layout,
  momentOfInertia: number,
  sums: Readonly<Record<string, number>>,
): number | null {
  const weight = sums[weighedBy(layout)] ?? 0;
  return weight > 0 ? Math.sqrt(Math.max(0, momentOfInertia) / weight) : null;
}
