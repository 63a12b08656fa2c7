import type { Cell } from '../domain/cell.ts';
import type { Plan } from '../domain/plan.ts';
import type { BinnedAccount } from './account-store.ts';

/** A staged set that no upload has touched for so long is given up. */
export const ABANDONED_AFTER_MS = 15 * 60_000;

/** A set of a plan's accounts, open for writing. The set in force is what all reads see; any other is seen by nobody. */
export interface AccountSet {
  readonly workspaceId: string;
  readonly planId: string;
  readonly setNumber: number;
}

/** An account made ready to be stored, which takes much less memory than the account. */
export interface EncodedAccount {
  readonly accountId: string;
  readonly cell: Cell;
  /** JSON array of its columns, up to the last one that says something. */
  readonly json: string;
  /** How many columns that are. */
  readonly width: number;
}

/**
 * The sets of a plan's accounts as uploads write them.
 *
 * What no longer can be written throws `accounts-replaced`, or `not-found` where the plan is gone.
 */
export interface AccountSets {
  /** The set in force: rows count as soon as they are stored. */
  openInForce(workspaceId: string, planId: string): Promise<AccountSet>;
  /** A new set that nobody sees. One that is to replace the set in force takes over from any other such: uploads to it fail from then on. */
  stage(workspaceId: string, planId: string, replaces: boolean): Promise<AccountSet>;
  /** An account as `upsert` takes it. */
  encode(binned: BinnedAccount, plan: Plan): EncodedAccount;
  /** Upserts one chunk of distinct ids; answers the positions (in `rows`) of ids that this upload has already sent. */
  upsert(set: AccountSet, plan: Plan, uploadId: string, rows: readonly EncodedAccount[]): Promise<number[]>;
  /** Puts a staged set in force in place of the one that is, and declares its metrics where the plan has none. */
  putInForce(set: AccountSet, metrics: readonly string[]): Promise<void>;
  /** Upserts all rows of a staged set into the one in force, at once, and declares its metrics where the plan has none. */
  mergeIntoForce(set: AccountSet, metrics: readonly string[]): Promise<void>;
  /** Ends a staged set that shall never count. */
  discard(set: AccountSet): Promise<void>;
  /** Deletes what is left of ended sets, and of staged ones that no upload has touched for a quarter of an hour. Cost: a query per 20,000 rows, 100 at most; the rest is for the next time. */
  sweep(workspaceId: string, planId: string): Promise<void>;
}
