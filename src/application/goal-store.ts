import type { Goal } from '../domain/goal.ts';
import type { GoalRevision } from '../domain/goal-revision.ts';
import type { LayoutId } from '../domain/layout.ts';
import type { Statement } from '../domain/timeline.ts';
import type { Page, PageRequest } from './page.ts';
import type { NamedAccount } from './plan-log.ts';

/** How far the goals of a plan have followed its accounts. */
export interface GoalClock {
  /** Counts the writes to goals of the plan, from 1; 0: nothing was ever written. */
  readonly version: number;
  /** Entries of the plan's log that the goals know of. */
  readonly seq: number;
  /** What took effect until then, in milliseconds since 1970, has moved goals. */
  readonly settledMs: number;
  /** Moves of accounts until then have moved goals, by the clock of the record. */
  readonly placesMs: number;
  /** The layout that the goals stand by; null: none was in force. */
  readonly layoutId: LayoutId | null;
}

/** What of goals is asked for; absent: any. */
export interface GoalFilter {
  /** As `subjectKey` gives it. */
  readonly subject?: string | undefined;
  readonly metric?: string | undefined;
  /** A day of their periods. */
  readonly at?: string | undefined;
}

/** A write to goals of a plan: all of it or nothing. */
export interface GoalWrite {
  /** The clock as it was read: nothing is written where others have written since. */
  readonly expected: GoalClock;
  /** Where the clock stands afterwards. */
  readonly clock: Omit<GoalClock, 'version'>;
  readonly created: readonly Goal[];
  /** As they are now, with all members. */
  readonly changed: readonly Goal[];
  /** With their revisions. */
  readonly deleted: readonly string[];
  readonly revisions: readonly GoalRevision[];
}

/** Goals of plans. */
export interface GoalStore {
  /** Of version 0 where nothing was ever written, or there is no such plan. */
  clock(workspaceId: string, planId: string): Promise<GoalClock>;
  /** False, and nothing done, where others have written since, or the plan is gone. */
  write(workspaceId: string, planId: string, write: GoalWrite): Promise<boolean>;
  find(workspaceId: string, planId: string, goalId: string): Promise<Goal | null>;
  /** Those of the ids that there are. */
  findAll(workspaceId: string, planId: string, goalIds: readonly string[]): Promise<readonly Goal[]>;
  /** In the order in which they were made. */
  list(workspaceId: string, planId: string, filter: GoalFilter, page: PageRequest): Promise<Page<Goal>>;
  count(workspaceId: string, planId: string): Promise<number>;
  /** Goals of territories that are due on a day or later, all of them, in the order in which they were made. */
  ofTerritories(workspaceId: string, planId: string, dueFrom: string): Promise<readonly Goal[]>;
  /** Revisions of a goal, ascending. */
  revisions(workspaceId: string, planId: string, goalId: string, page: PageRequest): Promise<Page<GoalRevision>>;
  /** Revisions of all goals of a plan, by goal and number, those after one; null: from the first on. */
  allRevisions(
    workspaceId: string,
    planId: string,
    after: GoalRevision | null,
    limit: number,
  ): Promise<readonly GoalRevision[]>;
  /** Stores goals, revisions, and how far they have followed accounts, of a plan that comes in from a file. */
  restore(
    workspaceId: string,
    planId: string,
    stored: {
      readonly clock: Omit<GoalClock, 'version'> | null;
      readonly goals: readonly Goal[];
      readonly revisions: readonly GoalRevision[];
    },
  ): Promise<void>;
  /** By goal, what its target was on a day. */
  targetsOn(
    workspaceId: string,
    planId: string,
    goalIds: readonly string[],
    day: string,
  ): Promise<ReadonlyMap<string, number>>;
  /**
   * What was said of owners by name for all accounts, in entries of the log up to `seq`, of accounts of which anything of it begins or ends after `settledMs`
   * and until `nowMs`, or was said after `knownSeq` of the time before.
   */
  namedSince(
    workspaceId: string,
    planId: string,
    window: { readonly knownSeq: number; readonly seq: number; readonly settledMs: number; readonly nowMs: number },
  ): Promise<readonly Statement<NamedAccount>[]>;
  /** When an account of the plan moved last, in milliseconds since 1970; 0: none ever did. */
  lastMoveMs(workspaceId: string, planId: string): Promise<number>;
  /** When accounts moved after a moment, ascending, and which, at most `limit` of each. */
  movedSince(
    workspaceId: string,
    planId: string,
    placesMs: number,
    limit: number,
  ): Promise<{ readonly movedMs: readonly number[]; readonly accountIds: readonly string[] }>;
}

/** Achieved values of a plan, as far as they are known. */
export interface GoalHistory {
  /**
   * What was achieved of a metric from a first day to a last, both included, by territory of a layout, where accounts are now. Null: nothing is known of
   * those days.
   */
  achieved(
    workspaceId: string,
    planId: string,
    asked: { readonly metric: string; readonly start: string; readonly due: string; readonly layoutId: LayoutId },
  ): Promise<ReadonlyMap<string, number> | null>;
}
