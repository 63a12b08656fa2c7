import { dayBefore, daysOf, type Period, plusMonths } from './goal-day.ts';

/** How far a territory is built up. */
export const STAGES = ['new', 'growing', 'mature'] as const;

export type StageName = (typeof STAGES)[number];

/** Most months of a ramp. */
export const MAX_RAMP_MONTHS = 36;

/**
 * Shares of the full target by month since the stage began, where the caller gives none: a new territory has a quarter at first and is full after six months,
 * one that grows begins at 80 %. A convention of this product, like usual ramps of new hires of three to twelve months; give the ramp that is yours.
 */
export const DEFAULT_RAMPS: Readonly<Record<StageName, readonly number[]>> = {
  new: [0.25, 0.4, 0.55, 0.7, 0.85, 0.95],
  growing: [0.8, 0.85, 0.9, 0.95],
  mature: [],
};

/** The stage of a territory of a plan. */
export interface TerritoryStage {
  readonly territoryId: string;
  readonly stage: StageName;
  /** First day, YYYY-MM-DD. */
  readonly since: string;
  /** Share of the full target in each month since, 0 to 1; afterwards it is full. */
  readonly ramp: readonly number[];
}

/**
 * The mean share of the full target over the days of a period: 0 on days before the stage began, then the ramp month by month, then 1.
 *
 * A month begins on the day of the month on which the stage did, or on the last day of a shorter month.
 */
export function rampShare({ since, ramp }: Pick<TerritoryStage, 'since' | 'ramp'>, { start, due }: Period): number {
  const days = daysOf(start, due);
  if (days <= 0) return 1;
  let sum = 0;
  ramp.forEach((share, month) => {
    sum += share * common({ start, due }, plusMonths(since, month), dayBefore(plusMonths(since, month + 1)));
  });
  const full = plusMonths(since, ramp.length);
  return (sum + common({ start, due }, full, due)) / days;
}

/** Days that a period and the days from a first to a last have in common. */
function common({ start, due }: Period, first: string, last: string): number {
  return Math.max(0, daysOf(first > start ? first : start, last < due ? last : due));
}

/** Whether a territory counts as new on a day: its stage says so, has begun, and its ramp is not over. */
export function isNewOn({ stage, since, ramp }: TerritoryStage, day: string): boolean {
  return stage === 'new' && since <= day && day < plusMonths(since, ramp.length);
}
