import { wholeRatios } from './exact-ratio.ts';
import { daysLeft, daysOf, type Period } from './goal-day.ts';
import { spreadTarget } from './spread-target.ts';

/** Accounts that leave a territory for another at one moment. */
export interface MovedValue {
  readonly territoryId: string;
  readonly accounts: number;
  /** Of the goal's weight metric, 0 or more. */
  readonly value: number;
}

/** What a territory gives away at one moment. */
export interface GivenAccounts {
  /** All accounts of the territory just before, and their value. */
  readonly accounts: number;
  readonly value: number;
  readonly moved: readonly MovedValue[];
}

/** A goal's target just before, and what its amounts are whole multiples of. */
export interface GivingGoal extends Period {
  readonly target: number;
  readonly step: number;
}

/** What goes to a territory with its accounts. */
export interface GivenShare extends MovedValue {
  readonly amount: number;
}

/**
 * What of a territory's goal follows the accounts that leave it on a day, pro rata by date and value: the target, times the days of the period that are left, that
 * day included, over all its days, times the value of the accounts that leave over that of all accounts that the territory had. Where none has any value their
 * number counts.
 *
 * The whole of it is rounded to steps, half of one up, and then spread over the territories that receive, by the value that each gets, as `spreadTarget` does.
 * `untilDay`: the days before it alone count. It is exact, and never more than the target: what one goal gives others get, so that the sum of all goals stays, whatever the order of moves.
 */
export function followAccounts(
  goal: GivingGoal,
  { accounts, value, moved }: GivenAccounts,
  day: string,
  untilDay: string | null = null,
): GivenShare[] {
  const left = BigInt(daysFollowed(goal, day, untilDay));
  const days = BigInt(daysOf(goal.start, goal.due));
  const weighs = value > 0 ? (one: MovedValue) => Math.max(0, one.value) : (one: MovedValue) => one.accounts;
  const weights = moved.map(weighs);
  const ratios = wholeRatios([value > 0 ? value : accounts, ...weights]);
  const [all = 0n, ...parts] = ratios;
  const sum = parts.reduce((total, part) => total + part, 0n);
  if (left === 0n || days <= 0n || all === 0n || sum === 0n) return moved.map((one) => ({ ...one, amount: 0 }));
  // Sums of doubles round: what leaves is never more than what was there.
  let leaving = sum;
  if (leaving > all) leaving = all;
  const steps = BigInt(goal.target) / BigInt(goal.step);
  const over = days * all;
  const rounded = (2n * steps * left * leaving + over) / (2n * over);
  const total = Number(rounded * BigInt(goal.step));
  const claims = moved.map(({ territoryId }, at) => ({ id: territoryId, weight: weights[at] ?? 0 }));
  const { shares } = spreadTarget(claims, { total, step: goal.step });
  return moved.map((one) => ({ ...one, amount: shares.get(one.territoryId) ?? 0 }));
}

/** Days of a goal's period from a day on, those before another alone where there is one. */
export function daysFollowed(goal: Period, day: string, untilDay: string | null): number {
  return daysLeft(goal, day) - (untilDay === null ? 0 : daysLeft(goal, untilDay));
}

/** What of a target is for some days of its period: for people to read, so rounded to a hundredth. */
export function targetOfDays(goal: GivingGoal, days: number): number {
  return Number(((goal.target * days) / daysOf(goal.start, goal.due)).toFixed(2));
}
