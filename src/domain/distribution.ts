import { settled } from './settle-sums.ts';

/** How many of the largest values a concentration is about. */
export const LARGEST = 10;

/** How the values of a metric are spread over accounts. */
export interface Distribution {
  readonly total: number;
  /** Quantiles by the seventh definition of Hyndman and Fan; null where there are no values. */
  readonly min: number | null;
  readonly lowerQuartile: number | null;
  readonly median: number | null;
  readonly upperQuartile: number | null;
  readonly max: number | null;
  readonly gini: number | null;
  /** Of the ten largest together: their sum, and its share of the total, null where that is 0. */
  readonly largest: { readonly accounts: number; readonly sum: number; readonly share: number | null };
}

/** Describes values, which are none below 0. Cost: sorts them, in place. */
export function describeValues(values: Float64Array): Distribution {
  values.sort();
  const total = settled(sumOf(values));
  const tail = values.subarray(Math.max(0, values.length - LARGEST));
  const sum = settled(sumOf(tail));
  return {
    total,
    min: quantile(values, 0),
    lowerQuartile: quantile(values, 0.25),
    median: quantile(values, 0.5),
    upperQuartile: quantile(values, 0.75),
    max: quantile(values, 1),
    gini: giniOf(values),
    largest: { accounts: tail.length, sum, share: share(sum, total) },
  };
}

/**
 * A quantile of values in ascending order, null where there are none: with `h = (n - 1) p`, `x[floor h] + (h - floor h) (x[floor h + 1] - x[floor h])`.
 *
 * Source: definition 7 of Hyndman and Fan (1996), doi 10.1080/00031305.1996.10473566.
 */
export function quantile(ascending: ArrayLike<number>, p: number): number | null {
  const place = (ascending.length - 1) * p;
  const low = ascending[Math.floor(place)];
  if (low === undefined) return null;
  const high = ascending[Math.ceil(place)] ?? low;
  return settled(low + (place - Math.floor(place)) * (high - low));
}

/**
 * The Gini coefficient of values in ascending order, none below 0: `sum over i of (2 i - n - 1) x[i] / (n sum of x)`, i from 1. 0: all are alike; near 1: one has all.
 * Null where they sum up to 0.
 *
 * Source: Damgaard and Weiner (2000), doi 10.1890/0012-9658(2000)081[1139:DIIPSO]2.0.CO;2, without their correction for small samples.
 */
export function giniOf(ascending: ArrayLike<number>): number | null {
  const n = ascending.length;
  let [weighted, sum] = [0, 0];
  for (let i = 0; i < n; i++) {
    const value = ascending[i] ?? 0;
    weighted += (2 * (i + 1) - n - 1) * value;
    sum += value;
  }
  return sum === 0 ? null : settled(Math.max(0, weighted / (n * sum)));
}

/** How figures of territories differ. */
export interface Spread {
  readonly territories: number;
  readonly min: number | null;
  readonly mean: number | null;
  readonly max: number | null;
  /** The root of the mean square of what each is off the mean. */
  readonly standardDeviation: number | null;
  readonly gini: number | null;
}

/** The spread of figures, none below 0; those that are null are not known and do not count. */
export function spreadOf(figures: readonly (number | null)[]): Spread {
  const ascending = Float64Array.from(figures.filter((figure) => figure !== null)).sort();
  const n = ascending.length;
  if (n === 0) return { territories: 0, min: null, mean: null, max: null, standardDeviation: null, gini: null };
  const mean = sumOf(ascending) / n;
  const squares = ascending.reduce((sum, figure) => sum + (figure - mean) ** 2, 0);
  return {
    territories: n,
    min: ascending[0] ?? null,
    mean: settled(mean),
    max: ascending[n - 1] ?? null,
    standardDeviation: settled(Math.sqrt(squares / n)),
    gini: giniOf(ascending),
  };
}

/** A part of a whole; null where that is 0. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : settled(part / whole);
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
