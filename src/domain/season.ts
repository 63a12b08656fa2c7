/** Days of the months of a year that is no leap year. */
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const YEAR_DAYS = 365;

/** Years of which a season is learned at most, the last ones. */
const MOST_YEARS = 3;

/** How what is achieved in a year spreads over its months. */
export interface Season {
  readonly kind: 'linear' | 'learned';
  /** Years that it was learned of; 0 for linear. */
  readonly years: number;
  /** Shares of January to December, together 1. The days of a month are alike. */
  readonly shares: readonly number[];
  /** The mean shares before they were moved toward linear. */
  readonly unsmoothed: readonly number[];
}

const LINEAR_SHARES = MONTH_DAYS.map((days) => days / YEAR_DAYS);

/** Every day brings as much. */
export const LINEAR: Season = { kind: 'linear', years: 0, shares: LINEAR_SHARES, unsmoothed: LINEAR_SHARES };

/** A stretch of a month, and what of a year's weight it has. */
export interface WeighedMonth {
  /** YYYY-MM. */
  readonly month: string;
  /** Of the days that are meant. */
  readonly weight: number;
  /** Of all its days. */
  readonly whole: number;
}

/**
 * The season of a metric, from its sums by month: in each of the last full years, of twelve months up to the last full one, the share of each month;
 * averaged over the years, and moved toward linear as if one more year had been so: `(y * mean + linear) / (y + 1)`. What is negative counts 0.
 *
 * Null where no full year has brought anything. `at` is the last day of which anything is known.
 */
export function learnSeason(months: ReadonlyMap<string, number>, at: string): Season | null {
  const first = [...months.keys()].sort()[0];
  if (first === undefined) return null;
  const last = lastFullMonth(at);
  const years: number[][] = [];
  for (let back = 0; back < MOST_YEARS; back++) {
    const names = Array.from({ length: 12 }, (_, i) => plusMonth(last, -12 * back - 11 + i));
    if ((names[0] as string) < first) break;
    const values = names.map((name) => Math.max(0, months.get(name) ?? 0));
    const total = values.reduce((sum, value) => sum + value, 0);
    if (total <= 0) continue;
    const shares = Array<number>(12).fill(0);
    names.forEach((name, i) => {
      shares[monthOf(name)] = (values[i] as number) / total;
    });
    years.push(shares);
  }
  if (years.length === 0) return null;
  const count = years.length;
  const unsmoothed = LINEAR_SHARES.map(
    (_, month) => years.reduce((total, year) => total + (year[month] as number), 0) / count,
  );
  const shares = LINEAR_SHARES.map((linear, month) => (count * (unsmoothed[month] as number) + linear) / (count + 1));
  return { kind: 'learned', years: count, shares, unsmoothed };
}

/** The weight of the days from one to another, both included, by month. Empty where the first is after the last. */
export function weighMonths({ shares }: Season, from: string, until: string): WeighedMonth[] {
  const weighed: WeighedMonth[] = [];
  for (let month = from.slice(0, 7); from <= until && month <= until.slice(0, 7); month = plusMonth(month, 1)) {
    const days = daysIn(month);
    const first = month === from.slice(0, 7) ? Number(from.slice(8)) : 1;
    const last = month === until.slice(0, 7) ? Number(until.slice(8)) : days;
    const at = monthOf(month);
    const aDay = (shares[at] as number) / (MONTH_DAYS[at] as number);
    weighed.push({ month, weight: aDay * (last - first + 1), whole: aDay * days });
  }
  return weighed;
}

/** The weight of the days from one to another, both included. */
export function weightOf(season: Season, from: string, until: string): number {
  return weighMonths(season, from, until).reduce((sum, { weight }) => sum + weight, 0);
}

/** The last month that is over at the end of a day. */
export function lastFullMonth(day: string): string {
  const month = day.slice(0, 7);
  return Number(day.slice(8)) === daysIn(month) ? month : plusMonth(month, -1);
}

/** The month so many after another. */
export function plusMonth(month: string, count: number): string {
  const at = Number(month.slice(0, 4)) * 12 + monthOf(month) + count;
  return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`;
}

/** Days of a month. */
export function daysIn(month: string): number {
  return new Date(Date.UTC(Number(month.slice(0, 4)), monthOf(month) + 1, 0)).getUTCDate();
}

function monthOf(month: string): number {
  return Number(month.slice(5, 7)) - 1;
}
