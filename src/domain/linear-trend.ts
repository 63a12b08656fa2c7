/** Readings that a trend needs, and the least time between the first and the last. */
export const TREND_READINGS = 5;
const LEAST_SPAN_DAYS = 1;
const DAY_MS = 86_400_000;

/** How a value goes on. */
export interface Trend {
  /** In the unit of the value. */
  readonly perDay: number;
  /** How many readings it follows from. */
  readonly readings: number;
}

/** The slope of values over time by least squares; null where they are too few, or too close together. Times are milliseconds since 1970. */
export function linearTrend(points: readonly { readonly atMs: number; readonly value: number }[]): Trend | null {
  const times = points.map(({ atMs }) => atMs);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  if (points.length < TREND_READINGS || (last - first) / DAY_MS < LEAST_SPAN_DAYS) return null;
  const days = times.map((atMs) => (atMs - first) / DAY_MS);
  const meanDay = days.reduce((sum, day) => sum + day, 0) / days.length;
  const meanValue = points.reduce((sum, { value }) => sum + value, 0) / points.length;
  let [covariance, variance] = [0, 0];
  points.forEach(({ value }, at) => {
    const day = (days[at] ?? 0) - meanDay;
    covariance += day * (value - meanValue);
    variance += day * day;
  });
  return { perDay: covariance / variance, readings: points.length };
}
