import { plusMonths } from './goal-day.ts';
import { dayStartMs } from './moment.ts';

/** How often a plan is reviewed. */
export const RHYTHMS = ['weekly', 'monthly', 'quarterly', 'half-yearly', 'yearly'] as const;

export type Rhythm = (typeof RHYTHMS)[number];

/** What territories may be; null: not looked at. */
export interface ReviewLimits {
  /** Most deviation from the target by metric, as a fraction; null: as each layout was balanced. */
  readonly deviation: Readonly<Record<string, number>> | null;
  /** The target: an equal share of what all territories hold today, or that of the layout when it was made. */
  readonly deviationFrom: 'mean' | 'layout';
  /** Most hours of work, as a share of the capacity of the rep. */
  readonly workload: number | null;
  /** Most of the accounts, and of their value, that may have changed since the layout was made, as fractions. */
  readonly drift: { readonly accounts: number | null; readonly value: number | null };
  /** Least score, 0 to 100. */
  readonly quality: number | null;
}

/** When a plan is reviewed, and by which limits. */
export interface ReviewSettings {
  readonly limits: ReviewLimits;
  readonly rhythm: Rhythm;
  /** Of the first review; YYYY-MM-DD in the time zone of the plan. */
  readonly firstDay: string;
}

/** Where nobody says otherwise. */
export const DEFAULT_LIMITS: ReviewLimits = {
  deviation: null,
  deviationFrom: 'mean',
  workload: null,
  drift: { accounts: null, value: null },
  quality: null,
};

const MONTHS: Readonly<Record<Exclude<Rhythm, 'weekly'>, number>> = {
  monthly: 1,
  quarterly: 3,
  'half-yearly': 6,
  yearly: 12,
};

const DAY_MS = 86_400_000;
/** No month is longer. */
const [WEEK_DAYS, MONTH_DAYS] = [7, 31];

/**
 * The first moment after another at which a review is due: the beginning of its day in a time zone, in milliseconds since 1970. Months are counted from the first day:
 * of one on the 31st the review of April is on the 30th, and that of May on the 31st again.
 */
export function nextReviewMs(
  { rhythm, firstDay }: Pick<ReviewSettings, 'rhythm' | 'firstDay'>,
  timeZone: string,
  afterMs: number,
): number {
  const months = rhythm === 'weekly' ? 0 : MONTHS[rhythm];
  const dueMs = (count: number) => {
    const day =
      rhythm === 'weekly'
        ? new Date(Date.parse(firstDay) + count * WEEK_DAYS * DAY_MS).toISOString().slice(0, 10)
        : plusMonths(firstDay, count * months);
    return dayStartMs(day, timeZone);
  };
  const longestMs = (rhythm === 'weekly' ? WEEK_DAYS : months * MONTH_DAYS) * DAY_MS;
  let count = Math.max(0, Math.floor((afterMs - dueMs(0)) / longestMs) - 1);
  while (dueMs(count) <= afterMs) count++;
  return dueMs(count);
}
