import { Failure } from './failure.ts';
import type { Period } from './goal-day.ts';
import type { StageName } from './territory-stage.ts';

/** Most goals of a plan: all of them are read where accounts change hands. */
export const MAX_GOALS = 20_000;
/** The largest target: whole numbers are exact up to here. */
export const MAX_TARGET = Number.MAX_SAFE_INTEGER;
/** Most days of a goal's period: ten years. */
export const MAX_GOAL_DAYS = 3_660;

/** What a goal is for: a territory of what is in force, a rep, a parent in a hierarchy, or the plan as a whole. */
export type GoalSubject =
  | { readonly territoryId: string }
  | { readonly repId: string }
  | { readonly hierarchyId: string; readonly parentId: string }
  | { readonly plan: true };

/** Who answers for a goal: a rep of the plan, or anybody by name. */
export type GoalOwner = { readonly repId: string } | { readonly name: string };

/** How a goal came to be. */
export type GoalOrigin =
  | { readonly kind: 'set' }
  | {
      readonly kind: 'spread';
      /** By what it was spread: `equal`, `history`, or the name of a metric. */
      readonly by: string;
      /** Of all goals of the spread together. */
      readonly total: number;
      /** The weight that the share follows from, before the ramp. */
      readonly weight: number;
      /** What a stage left of the weight; null where it has none, or ramps were not asked for. */
      readonly ramp: { readonly stage: StageName; readonly share: number } | null;
    }
  /** Accounts came that a goal of this kind followed: the territory had none. */
  | { readonly kind: 'transfer'; readonly fromGoalId: string };

/**
 * A target for a metric over a period.
 *
 * Units: days are YYYY-MM-DD in the time zone of the plan; `target` is in `unit`, a whole multiple of `step`, which is a whole number.
 */
export interface Goal extends Period {
  /** `goal_` and 22 base62 digits. */
  readonly goalId: string;
  readonly subject: GoalSubject;
  /** What is counted: a metric of the plan, or a name that actuals have. */
  readonly metric: string;
  /** The metric of accounts by whose values the goal follows them to other territories; null: `metric` where accounts have it, else their number. */
  readonly weightMetric: string | null;
  readonly target: number;
  readonly unit: string;
  readonly step: number;
  readonly owner: GoalOwner | null;
  readonly note: string;
  readonly origin: GoalOrigin;
  readonly createdAt: string;
  /** Number of its last revision, from 1. */
  readonly version: number;
}

/** What of a goal its caller may change. */
export type GoalChange = Partial<
  Pick<Goal, 'target' | 'unit' | 'step' | 'start' | 'due' | 'owner' | 'note' | 'weightMetric'>
>;

/** The text that a subject is found by: two subjects are the same where it is. */
export function subjectKey(subject: GoalSubject): string {
  if ('territoryId' in subject) return `territory ${subject.territoryId}`;
  if ('repId' in subject) return `rep ${subject.repId}`;
  return 'hierarchyId' in subject ? `parent ${subject.hierarchyId} ${subject.parentId}` : 'plan';
}

/** The failure of a goal that is not there, or is another plan's: nobody can tell which. */
export function goalNotFound(): Failure {
  return new Failure('not-found', 'no goal of this plan has this id');
}
