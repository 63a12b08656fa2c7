import type { Goal } from './goal.ts';

/** What changed hands when a goal followed accounts to another territory. */
export interface GoalTransfer {
  /** Entry of the plan's log that moved the accounts; null: an upload did. */
  readonly seq: number | null;
  readonly cause:
    | { readonly kind: 'publication'; readonly publicationId: string }
    /** Accounts were given an owner by name, or one by name ended. */
    | { readonly kind: 'accounts-named' }
    /** Rules took effect, or no longer did. */
    | { readonly kind: 'rules-changed' }
    /** It was put right what has been in force. */
    | { readonly kind: 'ownership-corrected' }
    /** An upload said that accounts are elsewhere. */
    | { readonly kind: 'accounts-moved' };
  /** When it took effect, in milliseconds since 1970. */
  readonly atMs: number;
  /** The other goal, and its territory. */
  readonly goalId: string;
  readonly territoryId: string;
  /** What was given or received, 0 or more. */
  readonly amount: number;
  /** What of the giving goal was for the days that were left, or, where it was put right who had the accounts, for those that it was so: target * daysLeft / days. */
  readonly remaining: number;
  readonly daysLeft: number;
  readonly days: number;
  /** Accounts that moved between the two, their value, and that of all accounts of the giving territory before. */
  readonly accounts: number;
  readonly value: number;
  readonly totalValue: number;
  /** Whose values these are: a metric of accounts. */
  readonly weightMetric: string;
}

/** A version of a goal: what was done, by whom, when and why. */
export interface GoalRevision {
  readonly goalId: string;
  /** From 1. */
  readonly revision: number;
  readonly kind: 'created' | 'changed' | 'received' | 'gave';
  /** From this day on the target is so. Of the first revision: from the beginning. */
  readonly effectiveDay: string;
  readonly recordedMs: number;
  /** The key that did it; null: the goal followed accounts by itself. */
  readonly keyId: string | null;
  readonly reason: string;
  /** By how much the target changed, and to what. */
  readonly delta: number;
  readonly target: number;
  /** What else was changed, by member, from what to what. */
  readonly changes: readonly { readonly member: string; readonly from: unknown; readonly to: unknown }[];
  readonly transfer: GoalTransfer | null;
}

/** The first revision of a goal. */
export function firstRevision(
  { goalId, target }: Goal,
  given: Pick<GoalRevision, 'effectiveDay' | 'recordedMs' | 'keyId' | 'reason'>,
): GoalRevision {
  return { goalId, revision: 1, kind: 'created', ...given, delta: target, target, changes: [], transfer: null };
}
