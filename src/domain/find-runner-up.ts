import { type Matching, matchedColumn } from './least-cost-matching.ts';

/** Whom a row would have if it could not have whom it has, and how much more the whole matching would cost at least. */
export interface RunnerUp {
  readonly column: number;
  /** In the unit of the costs; exact. */
  readonly rise: number;
}

/**
 * The column with which the whole matching costs least when a row has another one than it has; null where it has nobody, nobody else may, or the
 * matching would leave one more with nobody.
 *
 * Exact: the cheapest matching with another pair differs from the cheapest of all by one cycle of pairs through the row, and costs more by the
 * surpluses on it. Surpluses are not negative, so this is a shortest path from the row to its own column.
 *
 * Cost: the square of the size at worst. Source: Dijkstra (1959), doi 10.1007/BF01386390.
 */
export function findRunnerUp(matching: Matching, row: number): RunnerUp | null {
  const { columns, size, rowOf, surplus, isReal, penalty } = matching;
  const own = matchedColumn(matching, row);
  if (own < 0) return null;
  const rise = new Float64Array(size).fill(Infinity);
  const first = new Int32Array(size).fill(-1);
  for (let column = 0; column < columns; column++) {
    if (column === own || isReal[row * size + column] === 0) continue;
    rise[column] = surplus[row * size + column] ?? Infinity;
    first[column] = column;
  }
  const open = Int32Array.from({ length: size }, (_, column) => column);
  for (let left = size; left > 0; left--) {
    let [nearest, riseOfNearest] = [-1, Infinity];
    for (let at = 0; at < left; at++) {
      const riseHere = rise[open[at] as number] as number;
      if (riseHere < riseOfNearest) [nearest, riseOfNearest] = [at, riseHere];
    }
    if (nearest < 0 || riseOfNearest >= penalty / 2) return null;
    const column = open[nearest] as number;
    if (column === own) return { column: first[own] as number, rise: riseOfNearest };
    open[nearest] = open[left - 1] as number;
    const base = (rowOf[column] as number) * size;
    const hop = first[column] as number;
    for (let at = 0; at < left - 1; at++) {
      const to = open[at] as number;
      const further = riseOfNearest + (surplus[base + to] as number);
      if (further >= (rise[to] as number)) continue;
      rise[to] = further;
      first[to] = hop;
    }
  }
  return null;
}
