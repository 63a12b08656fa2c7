import { type Season, type WeighedMonth, weighMonths, weightOf } from './season.ts';

/** Full months from which the range of a forecast is learned, at least and at most. */
export const [FEWEST_MONTHS, MOST_MONTHS] = [6, 24];

/** Quantiles of Student's t at 0.9 for 5 to 23 degrees of freedom. Source: tables of the distribution. */
const T90 = [
  ...[1.476, 1.44, 1.415, 1.397, 1.383, 1.372, 1.363, 1.356, 1.35, 1.345],
  ...[1.341, 1.337, 1.333, 1.33, 1.328, 1.325, 1.323, 1.321, 1.319],
];

/** What will have been achieved at the end of a period. */
export interface Forecast {
  readonly value: number;
  /** Eight of ten outcomes, or more, lie from `low` to `high`; null: too few full months are known. */
  readonly low: number | null;
  readonly high: number | null;
  /** Full months from which the range was learned. */
  readonly months: number;
  /** How far the ratio of a month to what the season had expected of it usually is from its mean; null without a range. */
  readonly spread: number | null;
}

/** What a forecast is made from. */
export interface ForecastBasis {
  readonly season: Season;
  readonly start: string;
  readonly due: string;
  /** The last day of which all is known. */
  readonly at: string;
  /** Since `start`. */
  readonly achieved: number;
  /** Sums of full months up to `at` from the first with any on, by month, ascending. */
  readonly history: readonly (readonly [month: string, value: number])[];
}

/**
 * Forecast at the end of a period: what was achieved, and for the rest of the days as much for their weight as until now,
 * `F = A + L * Wr` with `L = A / Wd`; `Wd` and `Wr` are the season's weights of the days that are over and that are left.
 *
 * Range: months are taken to scatter about their weight independently, `y = L * w * (1 + s * z)`; `s` is the standard deviation of `(y / w) / (Y / W)` over
 * the last 6 to 24 full months, `Y` and `W` being their sums; then the error of `F` has the standard deviation
 * `|L| * s * sqrt(Qr + (Wr / Wd)^2 * Qd)`, where `Q` sums the weight of a month's days times that of the whole month. The range is that many times Student's
 * t at 0.9 to each side. A season that was learned of `y` years has been fitted to some of the same months and is not known exactly itself: both widen the
 * range by `sqrt((y^2 + 3y + 1) / (y^2 + y - 1))`, as a share is moved by each of its years by `1 / (y + 1)`; and as far to each side as `F` would be elsewhere with the shares before they were moved toward
 * linear.
 *
 * Null before the period begins.
 */
export function forecast({ season, start, due, at, achieved, history }: ForecastBasis): Forecast | null {
  if (at < start) return null;
  if (at >= due) return { value: achieved, low: achieved, high: achieved, months: 0, spread: null };
  const done = weighMonths(season, start, at);
  const rest = weighMonths(season, dayAfter(at), due);
  const [weightDone, weightRest] = [sumOf(done), sumOf(rest)];
  if (weightDone <= 0) return null;
  const level = achieved / weightDone;
  const value = forecastOf(season, start, at, due, achieved);
  const months = history.slice(-MOST_MONTHS);
  const spread = spreadOf(season, months);
  if (spread === null) return { value, low: null, high: null, months: months.length, spread: null };
  const variance = squaresOf(rest) + (weightRest / weightDone) ** 2 * squaresOf(done);
  const t = T90[months.length - FEWEST_MONTHS] as number;
  const scatter = t * Math.abs(level) * spread * Math.sqrt(variance * wideningOf(season));
  const half =
    scatter + Math.abs(value - forecastOf({ ...season, shares: season.unsmoothed }, start, at, due, achieved));
  return { value, low: value - half, high: value + half, months: months.length, spread };
}

/** The standard deviation of the ratios of months to what the season expects of them; null for too few of them, or such as sum up to nothing. */
function spreadOf(season: Season, months: ForecastBasis['history']): number | null {
  if (months.length < FEWEST_MONTHS) return null;
  const weights = months.map(([month]) => weighMonths(season, `${month}-01`, `${month}-01`)[0]?.whole ?? 0);
  const total = months.reduce((sum, [, value]) => sum + value, 0);
  const mean = total / weights.reduce((sum, weight) => sum + weight, 0);
  if (mean <= 0) return null;
  const ratios = months.map(([, value], i) => value / (weights[i] as number) / mean);
  const middle = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  return Math.sqrt(ratios.reduce((sum, ratio) => sum + (ratio - middle) ** 2, 0) / (ratios.length - 1));
}

function forecastOf(season: Season, start: string, at: string, due: string, achieved: number): number {
  const done = weightOf(season, start, at);
  return done <= 0 ? achieved : achieved * (1 + weightOf(season, dayAfter(at), due) / done);
}

/** What a season's own uncertainty makes of the variance. */
function wideningOf({ years }: Season): number {
  return years === 0 ? 1 : (years ** 2 + 3 * years + 1) / (years ** 2 + years - 1);
}

function sumOf(months: readonly WeighedMonth[]): number {
  return months.reduce((sum, { weight }) => sum + weight, 0);
}

/** What a part of a month adds to the variance: that of the month, by the part of its days. */
function squaresOf(months: readonly WeighedMonth[]): number {
  return months.reduce((sum, { weight, whole }) => sum + weight * whole, 0);
}

/** The day after another. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}
