import type { Ring } from './territory-shape.ts';

/** Pairs of edges that may still be held against each other. */
export interface CrossingBudget {
  pairs: number;
}

/**
 * The first crossing of a ring with itself: positions of the two edges that cross inside both. Null where there is none: a ring may touch itself.
 *
 * Cost: edges times those that a line across the ring meets. Throws `RangeError` where that is more than the budget.
 */
export function findCrossing(ring: Ring, budget: CrossingBudget): readonly [number, number] | null {
  const edges = ring.length / 2 - 1;
  const axis = sweepAxis(ring, edges);
  const low = (edge: number) => Math.min(at(ring, edge, axis), at(ring, edge + 1, axis));
  const lows = Float64Array.from({ length: edges }, (_, edge) => low(edge));
  const order = Uint32Array.from(lows, (_, edge) => edge).sort((a, b) => at1(lows, a) - at1(lows, b) || a - b);
  const active: number[] = [];
  for (const edge of order) {
    const start = at1(lows, edge);
    let kept = 0;
    for (const other of active) {
      if (Math.max(at(ring, other, axis), at(ring, other + 1, axis)) < start) continue;
      active[kept++] = other;
      if (cross(ring, edge, other)) return edge < other ? [edge, other] : [other, edge];
    }
    budget.pairs -= active.length + 1;
    if (budget.pairs < 0) throw new RangeError('too many pairs of edges');
    active.length = kept;
    active.push(edge);
  }
  return null;
}

/** The axis along which edges are shorter against the ring's extent: fewer of them are met at once. */
function sweepAxis(ring: Ring, edges: number): 0 | 1 {
  const spread = [0, 1].map((axis) => {
    let [sum, low, high] = [0, Infinity, -Infinity];
    for (let edge = 0; edge < edges; edge++) {
      const value = at(ring, edge, axis);
      sum += Math.abs(at(ring, edge + 1, axis) - value);
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return sum / (high - low || 1);
  });
  return (spread[0] ?? 0) <= (spread[1] ?? 0) ? 0 : 1;
}

function cross(ring: Ring, a: number, b: number): boolean {
  const [ax, ay, bx, by] = [at(ring, a, 0), at(ring, a, 1), at(ring, a + 1, 0), at(ring, a + 1, 1)];
  const [cx, cy, dx, dy] = [at(ring, b, 0), at(ring, b, 1), at(ring, b + 1, 0), at(ring, b + 1, 1)];
  return (
    side(ax, ay, bx, by, cx, cy) * side(ax, ay, bx, by, dx, dy) < 0 &&
    side(cx, cy, dx, dy, ax, ay) * side(cx, cy, dx, dy, bx, by) < 0
  );
}

function side(ax: number, ay: number, bx: number, by: number, x: number, y: number): number {
  return Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax));
}

function at(ring: Ring, position: number, axis: number): number {
  return ring[2 * position + axis] as number;
}

function at1(values: Float64Array, position: number): number {
  return values[position] as number;
}
