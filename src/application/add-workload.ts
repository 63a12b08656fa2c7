import { WORKLOAD_METRIC } from '../domain/metric.ts';
import { travelMinutesPerVisit } from '../domain/travel-estimate.ts';
import type { CellSums } from './cell-sums.ts';

/**
 * Sums with the workload as one more metric: visits times their minutes, and an estimate of travel for each visit.
 *
 * Units: hours in a period. Nothing is added where no account is visited, or where accounts bring a metric of this name themselves.
 */
export function addWorkload(given: CellSums): CellSums {
  const { cells, metrics, visits } = given;
  if (metrics.includes(WORKLOAD_METRIC) || visits.length === 0) return given;
  const minutes = workloadMinutes(given);
  if (minutes === null) return given;
  const { visited, travelled } = minutes;
  const width = metrics.length + 1;
  const sums = new Float64Array(cells.length * width);
  for (let at = 0; at < cells.length; at++) {
    sums.set(given.sums.subarray(at * metrics.length, (at + 1) * metrics.length), at * width);
    sums[at * width + width - 1] = ((visited[at] ?? 0) + (travelled[at] ?? 0)) / 60;
  }
  return { cells, metrics: [...metrics, WORKLOAD_METRIC], sums, visits };
}

/** Minutes of visits and of travel to them in a period, by cell; null where nobody is visited. */
export function workloadMinutes({
  cells,
  visits,
}: Pick<CellSums, 'cells' | 'visits'>): { readonly visited: Float64Array; readonly travelled: Float64Array } | null {
  const stops = Float64Array.from(cells, (_, at) => visits[at * 3 + 2] ?? 0);
  if (stops.every((count) => count === 0)) return null;
  const travel = travelMinutesPerVisit(cells, stops);
  return {
    visited: Float64Array.from(cells, (_, at) => visits[at * 3 + 1] ?? 0),
    travelled: travel.map((perVisit, at) => (visits[at * 3] ?? 0) * perVisit),
  };
}
