import type { Violation } from '../domain/failure.ts';
import { type Goal, type GoalOwner, type GoalSubject, MAX_GOAL_DAYS, MAX_TARGET } from '../domain/goal.ts';
import { daysOf } from '../domain/goal-day.ts';
import { ACCOUNTS_METRIC } from '../domain/metric.ts';
import { refuseAll } from '../domain/owner-named.ts';
import type { Plan } from '../domain/plan.ts';
import { shorten } from '../domain/shorten.ts';

/** A goal as a caller gives it. */
export interface GoalIntent {
  readonly subject: GoalSubject;
  readonly metric: string;
  readonly weightMetric: string | null;
  readonly target: number;
  readonly unit: string;
  readonly step: number;
  readonly start: string;
  readonly due: string;
  readonly owner: GoalOwner | null;
  readonly note: string;
}

/** Throws `invalid-parameter` with everything in a goal that cannot be. `amount` is the member that has the target. Whether it is sensible the SMART check says. */
export function checkGoal(
  plan: Plan,
  { target, step, start, due, weightMetric }: Pick<Goal, 'target' | 'step' | 'start' | 'due' | 'weightMetric'>,
  amount = 'target',
): void {
  const days = daysOf(start, due);
  refuseAll([
    target > MAX_TARGET
      ? blame(amount, target, 'is more than can be told exactly', `send at most ${MAX_TARGET}, or count in thousands`)
      : null,
    target % step === 0
      ? null
      : blame(amount, target, `is no whole multiple of the step ${step}`, nearest(target, step)),
    days > 0 ? null : blame('due', due, `is before ${start}, the start`, 'send a later day'),
    days > MAX_GOAL_DAYS
      ? blame('due', due, `is ${days} days after the start`, `send a period of at most ${MAX_GOAL_DAYS} days`)
      : null,
    blameWeight(plan, weightMetric),
  ]);
}

function blameWeight({ metrics }: Plan, weightMetric: string | null): Violation | null {
  if (weightMetric === null || [ACCOUNTS_METRIC, ...metrics].includes(weightMetric)) return null;
  const known = [ACCOUNTS_METRIC, ...metrics].join(', ');
  return blame('weightMetric', weightMetric, 'is no metric of the plan', `send one of: ${known}`);
}

function nearest(target: number, step: number): string {
  const below = Math.floor(target / step) * step;
  return `send ${below} or ${below + step}, or another step`;
}

function blame(field: string, value: unknown, detail: string, remedy: string): Violation {
  return { field: `/${field}`, value: shorten(String(value)), detail, remedy };
}
