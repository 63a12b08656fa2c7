import type { Move } from '../../../domain/disruption.ts';
import type { Layout } from '../../../domain/layout.ts';

/** A move on the wire: territories by id, sums by metric. */
export function moveBody(layout: Layout, { cell, from, to, sums }: Move) {
  return {
    cell,
    from: layout.territories[from]?.id ?? '',
    to: layout.territories[to]?.id ?? '',
    sums: Object.fromEntries(layout.metrics.map((name, metric) => [name, sums[metric] ?? 0])),
  };
}
