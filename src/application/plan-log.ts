import type { Governance } from '../domain/governance.ts';
import type { NamedOwner } from '../domain/plan-event.ts';
import type { LogEntry } from '../domain/plan-log.ts';
import type { Statement } from '../domain/timeline.ts';

/** An owner by name that an account has in a line (null: the plan as a whole); null: none any more. */
export interface NamedAccount {
  readonly accountId: string;
  readonly line: string | null;
  readonly owner: NamedOwner | null;
}

/** Logs of plans: entries are only ever added, each at the end that it was made for. */
export interface PlanLog {
  /** Entries after a number, ascending; fewer than the limit also where they are long: only where there is none the log ends. */
  read(workspaceId: string, planId: string, after: number, limit: number): Promise<LogEntry[]>;
  /** Adds entries that follow on each other, all or none. False, and nothing done, where the plan is gone or the log does not end just before them any more. */
  append(workspaceId: string, planId: string, entries: readonly LogEntry[]): Promise<boolean>;
  /** Stores entries of the log of a plan that comes in from a file. */
  restore(workspaceId: string, planId: string, entries: readonly LogEntry[]): Promise<void>;
  /** The plan that a publication or a challenge belongs to: the oldest, where files came in before that was refused of a plan that is still there. */
  planOf(workspaceId: string, subject: string): Promise<string | null>;
  /** What was said of some accounts' owners by name, in the order of the log. */
  named(workspaceId: string, planId: string, accountIds: readonly string[]): Promise<Statement<NamedAccount>[]>;
}

/** What logs of plans add up to, kept at hand. */
export interface GovernanceStore {
  /** As of now: what was recorded before the call is in it. Throws `not-found` where there is no such plan. */
  load(workspaceId: string, planId: string): Promise<Governance>;
}
