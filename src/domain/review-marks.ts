import type { GoalStatus } from './goal-progress.ts';
import { quickDigest } from './quick-digest.ts';

/** What a run saw beside its readings. */
export interface ReviewMarks {
  /** What the readings follow from; null: it may have changed since. */
  readonly ground: string | null;
  readonly conflicts: readonly LineConflicts[];
  readonly goals: Readonly<Record<string, GoalStatus>>;
}

/** Conflicts of a line, as far as they are remembered. */
export interface LineConflicts {
  readonly line: string | null;
  /** Digests of kinds and subjects, ascending. */
  readonly known: readonly string[];
  /** How many there were. */
  readonly count: number;
}

/** Conflicts of all lines that are remembered: of each line as many, those with the least digests, so that the same ones are each time. */
const KNOWN_CONFLICTS = 10_000;

/** What tells a conflict from most others, in memory. */
export function conflictMark(kind: string, subject: string): string {
  return quickDigest(`${kind}\n${subject}`);
}

/** Whether a conflict is new since it was looked for last, as far as is remembered. */
export function newConflicts(known: LineConflicts): (mark: string) => boolean {
  const before = new Set(known.known);
  // Beyond the last one nothing was remembered.
  const last = known.count > known.known.length ? (known.known.at(-1) ?? '') : null;
  return (mark) => !before.has(mark) && (last === null || mark < last);
}

/** The marks that are remembered of all of a line, which is one of so many. */
export function rememberConflicts(line: string | null, marks: readonly string[], lines: number): LineConflicts {
  return { line, known: [...marks].sort().slice(0, Math.floor(KNOWN_CONFLICTS / lines)), count: marks.length };
}

/** Whether a goal that stood well does not any more. */
export function isNowAtRisk(before: GoalStatus | undefined, now: GoalStatus): boolean {
  return before === 'on-track' && (now === 'at-risk' || now === 'behind');
}
