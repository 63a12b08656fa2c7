/** A balance in the columns of some metrics. */
export interface BalanceColumns {
  /** By metric; null: it is not balanced. */
  readonly tolerances: readonly (number | null)[];
  /** The column of the first balanced metric, which weighs in the moment of inertia; the first where none of it is there. */
  readonly weightMetric: number;
}

/** Tolerances by the order of metrics, and the metric that weighs. */
export function balanceColumns(metrics: readonly string[], balance: Readonly<Record<string, number>>): BalanceColumns {
  return {
    tolerances: metrics.map((name) => (Object.hasOwn(balance, name) ? (balance[name] ?? null) : null)),
    weightMetric: Math.max(0, metrics.indexOf(Object.keys(balance)[0] ?? '')),
  };
}
