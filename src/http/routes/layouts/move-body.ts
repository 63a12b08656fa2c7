import type { Move } from '../../../domain/disruption.ts';
import type { Layout } from '../../../domain/layout.ts';

/** A move on the wire: territories by id, sums by metric. `ids` are those that positions stand for. */
export function moveBody(
  layout: Layout,
  { cell, from, to, sums }: Move,
  ids: readonly string[] = layout.territories.map(({ id }) => id),
) {
  return {
    cell,
    from: ids[from] ?? '',
    to: ids[to] ?? '',
    sums: Object.fromEntries(layout.metrics.map((name, metric) => [name, sums[metric] ?? 0])),
  };
}
