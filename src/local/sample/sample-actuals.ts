import type { SampleAccount } from './sample-accounts.ts';
import { monthOfYear, type SampleCalendar, shareOver } from './sample-calendar.ts';
import { sampleRandom } from './sample-random.ts';

/** What one account brought in a month, in USD. */
export interface SampleActual {
  readonly account: string;
  readonly metric: 'revenue';
  readonly period: string;
  readonly value: number;
}

/** How much more or less than the average the months of a year bring, January first. */
const SEASON = [0.8, 0.85, 1.05, 1, 1, 1.1, 0.85, 0.8, 1.1, 1.15, 1.2, 1.1] as const;
/** How territories grow in a year, at least and at most. */
const [LEAST_GROWTH, MOST_GROWTH] = [-0.2, 0.26];
/** Share of the potential that customers buy at first. */
const [LEAST_SHARE, MOST_SHARE] = [0.05, 0.45];
/** How much months scatter. */
const NOISE = 0.25;

/** How a territory grows, a year. */
export function growthOf(territoryId: string): number {
  return sampleRandom('growth', territoryId).between(LEAST_GROWTH, MOST_GROWTH);
}

/**
 * What customers have bought month by month, and what those bought that do so no more.
 *
 * A month brings a twelfth of a share of the account's potential, times the season, the growth of its territory since the first month, and noise; of the month
 * that is not over, the part of its days. A fifth of the customers came on the way; dormant ones left within the first year.
 */
export function makeActuals(
  accounts: readonly SampleAccount[],
  territoryOf: ReadonlyMap<string, string>,
  { months, today }: SampleCalendar,
): SampleActual[] {
  return accounts.flatMap(({ id, status, potential }) => {
    if (status !== 'customer' && status !== 'dormant') return [];
    const random = sampleRandom('actuals', id);
    const aMonth = (potential * random.between(LEAST_SHARE, MOST_SHARE)) / 12;
    const growth = growthOf(territoryOf.get(id) ?? '');
    const isLate = random.share() < 0.2;
    const drawn = Math.floor(random.between(1, 12));
    const first = status === 'customer' && isLate ? drawn : 0;
    const end = status === 'dormant' ? drawn : months.length;
    return months.slice(0, end).flatMap((period, at) => {
      const noise = Math.exp(NOISE * random.normal());
      const season = SEASON[monthOfYear(period)] as number;
      const value = Math.round(aMonth * season * (1 + growth) ** (at / 12) * noise * shareOver(period, today));
      return at < first || value === 0 ? [] : [{ account: id, metric: 'revenue', period, value }];
    });
  });
}

/** What each account brought in the last twelve full months. */
export function lastYearOf(actuals: readonly SampleActual[], { months }: SampleCalendar): Map<string, number> {
  const [from = '', until = ''] = [months.at(-13), months.at(-2)];
  const sums = new Map<string, number>();
  for (const { account, period, value } of actuals) {
    if (period >= from && period <= until) sums.set(account, (sums.get(account) ?? 0) + value);
  }
  return sums;
}
