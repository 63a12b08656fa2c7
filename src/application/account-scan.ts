import type { StatusGroup } from '../domain/account-status.ts';
import type { Cell } from '../domain/cell.ts';
import type { LineFilter } from '../domain/line.ts';
import type { Plan } from '../domain/plan.ts';
import type { AccountTraits } from '../domain/rule-condition.ts';

/** What of an account a scan of all of them reads. */
export interface ScannedAccount {
  readonly id: string;
  readonly name: string;
  readonly lat: number;
  readonly lng: number;
  /** At the plan's finest resolution. */
  readonly cell: Cell;
  readonly repId: string | null;
  readonly requiredSkills: readonly string[];
  /** The value of the attribute that was asked for, or null. */
  readonly key: string | null;
  /** Null where nobody asked for them. */
  readonly traits: AccountTraits | null;
}

/** Which accounts are read, and what of them. */
export interface ScanQuestion {
  /** An attribute, or `segment`, `size`, `repId`, `name`; null: none. */
  readonly key: string | null;
  /** Whose accounts are read; null: all. */
  readonly line: LineFilter | null;
  /** Whether rules will look at them. */
  readonly withTraits: boolean;
}

/** What of an account a profile counts. */
export interface ProfiledAccount {
  /** At the plan's finest resolution. */
  readonly cell: Cell;
  readonly status: StatusGroup;
  readonly repId: string | null;
  readonly requiredSkills: readonly string[];
  readonly segment: string | null;
  readonly size: string | null;
  readonly productLines: readonly string[];
  /** Of the metrics that were asked for, in their order. */
  readonly values: readonly number[];
}

/** Reads all accounts of a plan, some thousands at a time. */
export interface AccountScan {
  /**
   * By id, ascending, all of one set. Throws `accounts-replaced`.
   *
   * Cost: a query for each page.
   */
  pages(workspaceId: string, plan: Plan, question: ScanQuestion): AsyncIterable<readonly ScannedAccount[]>;
  /**
   * What profiles count of accounts, all or those of a line, of one set. `metrics`: positions in `Plan.metrics`. Throws `accounts-replaced`.
   *
   * Cost: a query for each 10,000.
   */
  profiles(
    workspaceId: string,
    plan: Plan,
    line: LineFilter | null,
    metrics: readonly number[],
  ): AsyncIterable<readonly ProfiledAccount[]>;
  /** Ids of accounts of which the log of a plan ever named an owner, ascending, after one of them. */
  everNamed(workspaceId: string, planId: string, after: string, limit: number): Promise<string[]>;
}
