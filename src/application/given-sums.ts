import type { GivenBy } from '../domain/goal-following.ts';

/** What territories have just before a change, and what of it goes to others, by metric. */
export class GivenSums {
  readonly #metrics: readonly string[];
  readonly #had = new Map<string, Float64Array>();
  readonly #moved = new Map<string, Map<string, Float64Array>>();

  /** The number of accounts is the first metric. */
  constructor(metrics: readonly string[]) {
    this.#metrics = metrics;
  }

  /** Adds accounts of one territory, with their values from a place in a row on; what nobody takes over stays with the goal. */
  add(from: string | undefined, to: string | undefined, row: ArrayLike<number>, start: number): void {
    if (from === undefined) return;
    this.#sum(this.#had, from, row, start);
    if (to === undefined || to === from) return;
    const own = this.#moved.get(from) ?? new Map<string, Float64Array>();
    this.#moved.set(from, own);
    this.#sum(own, to, row, start);
  }

  givenBy(): GivenBy {
    return (territoryId, metric) => {
      const column = this.#metrics.indexOf(metric);
      const own = this.#moved.get(territoryId);
      const all = this.#had.get(territoryId);
      if (own === undefined || all === undefined || column < 0) return null;
      const receivers = [...own].sort(([a], [b]) => (a < b ? -1 : 1));
      return {
        ...{ accounts: all[0] ?? 0, value: all[column] ?? 0 },
        moved: receivers.map(([id, sums]) => ({ territoryId: id, accounts: sums[0] ?? 0, value: sums[column] ?? 0 })),
      };
    };
  }

  #sum(map: Map<string, Float64Array>, key: string, row: ArrayLike<number>, start: number): void {
    const width = this.#metrics.length;
    const sums = map.get(key) ?? new Float64Array(width);
    map.set(key, sums);
    for (let column = 0; column < width; column++) sums[column] = (sums[column] ?? 0) + (row[start + column] ?? 0);
  }
}
