import { daysBetween } from './recount-performance.ts';
import { total } from './recount-profile.ts';

/** The stage of a territory as it is uploaded; `since` is the first day of a month. */
export interface StageRow {
  readonly territoryId: string;
  readonly stage: string;
  readonly since: string;
  readonly ramp?: readonly number[];
}

interface Period {
  readonly start: string;
  readonly due: string;
}

/** The ramp of a territory that grows, where none is given. */
const GROWING = [0.8, 0.85, 0.9, 0.95];

/** The mean share of the full target, day by day. */
export function rampOf({ since, ramp = GROWING }: StageRow, { start, due }: Period): number {
  const number = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  const shares = daysBetween(start, due).map((day) => (day < since ? 0 : (ramp[number(day) - number(since)] ?? 1)));
  return total(shares) / shares.length;
}

/** A total in whole steps by weights: quotas rounded down, the rest one each to the largest remainders. */
export function sharesOf(weights: readonly number[], sum: number, step: number): number[] {
  const quotas = weights.map((weight) => (sum / step) * (weight / total(weights)));
  const steps = quotas.map(Math.floor);
  const order = quotas.map((quota, i) => [quota % 1, i] as const).sort(([a], [b]) => b - a);
  const left = sum / step - total(steps);
  for (const [, i] of order.slice(0, left)) steps[i] = (steps[i] as number) + 1;
  return steps.map((count) => count * step);
}

/** What a goal is held against. */
export interface SmartRows extends Period {
  readonly today: string;
  readonly metric: string;
  readonly unit: string;
  readonly target: number;
  readonly achieved: number;
  readonly potential: number;
  readonly ownSum: number;
  readonly history: number;
  readonly hours: number;
  /** Null: not known. */
  readonly capacity: number | null;
  readonly isOwned: boolean;
}

/** The five letters of a goal whose subject is in force, by the limits of the description. */
export function smartOf(goal: SmartRows) {
  const { target, potential, ownSum, history, hours, capacity, start, due, today, metric, unit, achieved } = goal;
  const days = daysBetween(start, due).length;
  const twoYearsLater = `${Number(start.slice(0, 4)) + 2}${start.slice(4)}`;
  /** `said`: what the rule, and what is missing, have in them. */
  const found = (
    check: string,
    holds: boolean | null,
    [value, limit]: readonly [value: unknown, limit: unknown],
    said: { readonly rule: readonly string[]; readonly missing: readonly string[] },
  ) => ({
    ...{ check, holds, value, limit, rule: { says: said.rule }, missing: holds ? null : { says: said.missing } },
  });
  const reach = (check: string, factor: number, base: number) =>
    found(check, target <= factor * base, [target, factor * base], {
      rule: [`target <= ${factor} * `],
      missing: [`${target} ${unit}`, `${factor} times`, String(base)],
    });
  const work = capacity === null ? ['the capacity is not known'] : [`${hours} hours`, `there are ${capacity}`];
  const none = ['never, in this sample'];
  const letters = {
    specific: [
      found('subject', true, [null, null], { rule: ['in force'], missing: none }),
      found('metric', true, [metric, 'plan'], { rule: ['one of the plan'], missing: none }),
    ],
    measurable: [
      found('target', target > 0, [target, 0], { rule: ['above 0'], missing: none }),
      found('unit', true, [unit, null], { rule: ['a unit'], missing: none }),
      found('standing', true, [achieved, null], { rule: ['actuals of its period'], missing: none }),
    ],
    achievable: [
      reach('potential', 1, potential),
      reach('current', 1.5, ownSum),
      reach('history', 1.25, history),
      found('workload', capacity === null ? null : hours <= capacity, [hours, capacity], {
        ...{ rule: ['hours needed <= 1 * '], missing: work },
      }),
    ],
    relevant: [
      found('metric', true, [metric, 'plan'], { rule: ['the plan declares'], missing: none }),
      found('owner', goal.isOwned, [null, null], { rule: ['its owner serves it'], missing: ['nobody'] }),
    ],
    timeBound: [
      found('order', start < due, [start, due], { rule: ['start < due'], missing: none }),
      found('not past', due >= today, [due, today], { rule: ['not past'], missing: none }),
      found('not too short', days >= 7, [days, 7], { rule: ['at least 7 days'], missing: none }),
      found('not too long', due < twoYearsLater, [due, twoYearsLater], { rule: ['at most two years'], missing: none }),
    ],
  };
  return Object.entries(letters).map(([letter, findings]) => ({
    ...{ letter, findings },
    holds: findings.every(({ holds }) => holds !== false) && findings.some(({ holds }) => holds === true),
  }));
}
