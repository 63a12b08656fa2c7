import type { Account } from '../domain/account.ts';
import type { Cell } from '../domain/cell.ts';
import type { LineFilter } from '../domain/line.ts';
import type { Plan } from '../domain/plan.ts';
import type { StoredFilter } from './account-filter.ts';
import type { CellSums } from './cell-sums.ts';
import type { AccountPage } from './open-accounts.ts';
import type { Page, PageRequest } from './page.ts';

/** Accounts of a plan as reads see them: those of the set in force. Metric values are in the order of `Plan.metrics`. */
export interface AccountStore {
  find(workspaceId: string, plan: Plan, accountId: string): Promise<BinnedAccount | null>;
  /** By id, ascending. A page may hold fewer than its limit, where accounts are large. */
  list(workspaceId: string, plan: Plan, filter: StoredFilter, page: PageRequest): Promise<AccountPage>;
  /** The same with ids and places alone. */
  listPlaces(workspaceId: string, plan: Plan, filter: StoredFilter, page: PageRequest): Promise<Page<AccountPlace>>;
  /** Those of some ids, as `list` gives them; `next` is the last id on the page where it does not hold all. */
  listByIds(workspaceId: string, plan: Plan, accountIds: readonly string[]): Promise<AccountPage>;
  /** Names of attributes that accounts have, the first of them in the order of the alphabet. */
  attributeNames(workspaceId: string, planId: string, limit: number): Promise<string[]>;
  /** Deletes by id, all at once; answers the ids of those that there were. */
  delete(workspaceId: string, planId: string, accountIds: readonly string[]): Promise<string[]>;
  /** Has a rep serve an account; false where there is no such account. */
  setRep(workspaceId: string, planId: string, accountId: string, repId: string): Promise<boolean>;
  count(workspaceId: string, planId: string): Promise<number>;
  /** Counts accounts, all or those of a line, in ranges of cells by their rep and the group of their range: of the thousand reps with the most, at most 20,000 counts, the most first. */
  countByRep(
    workspaceId: string,
    planId: string,
    ranges: readonly (readonly [first: Cell, last: Cell, group: number])[],
    line: LineFilter | null,
  ): Promise<RepCounts>;
  /** Cells at the finest resolution that have accounts, all or those of a line. Cost: a scan of an index; with a line of the accounts. */
  countCells(workspaceId: string, planId: string, line?: LineFilter | null): Promise<number>;
  /** Sums by cell at the plan's finest resolution, cells ascending, some thousands at a time, all of one set; with a line over its accounts alone, with a last cell as far as it. `withStatuses` adds the columns `STATUS_COLUMNS`: accounts by status. Throws `accounts-replaced`. */
  cellPages(
    workspaceId: string,
    plan: Plan,
    after: Cell | null,
    line?: LineFilter | null,
    last?: Cell | null,
    withStatuses?: boolean,
  ): AsyncIterable<CellSums>;
  /** Accounts by cell and by which of some lines they are in (null: all accounts), cells ascending, some thousands at a time, all of one set. Throws `accounts-replaced`. */
  sharePages(workspaceId: string, plan: Plan, lines: readonly (LineFilter | null)[]): AsyncIterable<CellShares>;
  /** Accounts that are in two of some lines or more, by id, ascending. */
  listShared(
    workspaceId: string,
    plan: Plan,
    lines: readonly (LineFilter | null)[],
    page: PageRequest,
  ): Promise<Page<SharedAccount>>;
}

/** Accounts by who serves them now. */
export interface RepCounts {
  readonly accounts: number;
  readonly repCount: number;
  readonly counts: readonly { readonly repId: string | null; readonly group: number; readonly accounts: number }[];
}

/** Where an account is. */
export type AccountPlace = Pick<Account, 'id' | 'lat' | 'lng'>;

export interface BinnedAccount {
  readonly account: Account;
  readonly cell: Cell;
}

/** Accounts counted by cell and membership: row r has `counts[r]` accounts in `cells[r]` that are in the lines whose bits `lines[r]` has, bit 0 the first. */
export interface CellShares {
  /** Ascending, a cell once for each set of lines. */
  readonly cells: BigUint64Array;
  readonly lines: Uint32Array;
  readonly counts: Float64Array;
}

/** An account and which of some lines it is in, as bits. */
export interface SharedAccount {
  readonly accountId: string;
  readonly name: string;
  readonly cell: Cell;
  readonly lines: number;
}
