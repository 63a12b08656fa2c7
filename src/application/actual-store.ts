import type { Actual, ActualFilter, DaySpan } from '../domain/actual.ts';
import type { Cell } from '../domain/cell.ts';
import type { AccountTraits } from '../domain/rule-condition.ts';
import type { Page, PageRequest } from './page.ts';
import type { RowUploads } from './row-upload.ts';

/** Values of accounts of one group, a metric and a stretch of days, summed. */
export interface ActualSum {
  /** Position of the group among those that were asked about. */
  readonly group: number;
  readonly metric: string;
  /** A day; or the first day of a month, for all of it. */
  readonly day: string;
  readonly value: number;
  readonly rows: number;
}

/** Sums that are asked for. */
export interface SumQuestion extends Omit<ActualFilter, 'account'> {
  /** Months of which each day is told, YYYY-MM; of all others the month. */
  readonly dailyMonths: readonly string[];
}

/** The sum of a month of a metric. */
export interface MonthSum {
  readonly metric: string;
  /** YYYY-MM. */
  readonly month: string;
  readonly value: number;
  readonly rows: number;
}

/** The sum of an account and a metric. */
export interface AccountTotal {
  readonly account: string;
  readonly metric: string;
  readonly value: number;
  readonly rows: number;
}

/** What of an account decides who owns it, and how much potential it has. */
export interface OwnableAccount {
  readonly account: string;
  readonly cell: Cell;
  /** The rep that the account itself names. */
  readonly repId: string | null;
  readonly potential: number;
  /** Whether anyone was ever named as its owner, or it has moved: then who owned it when is its own history. */
  readonly isSpecial: boolean;
  /** Null where nobody asked for them. */
  readonly traits: AccountTraits | null;
}

/** Which accounts are read, and what of them. */
export interface OwnableQuestion {
  /** Place of the potential among the plan's metrics, from 0; -1: the number of accounts. */
  readonly potential: number;
  readonly withTraits: boolean;
}

/** Actuals of a plan. */
export interface ActualStore {
  readonly uploads: RowUploads<Actual, DaySpan>;
  /** By account, metric and period. */
  list(workspaceId: string, planId: string, filter: ActualFilter, page: PageRequest): Promise<Page<Actual>>;
  /** By metric and month. One query. */
  months(workspaceId: string, planId: string, filter: ActualFilter): Promise<MonthSum[]>;
  /** By account and metric. */
  totals(workspaceId: string, planId: string, filter: ActualFilter, page: PageRequest): Promise<Page<AccountTotal>>;
  /** Ids of accounts that have actuals, whether the plan has them or not, ascending. */
  accountIds(workspaceId: string, planId: string, page: PageRequest): Promise<Page<string>>;
  /** By group, metric and day: sums of the accounts of each group, by their ids. */
  sums(
    workspaceId: string,
    planId: string,
    groups: readonly (readonly string[])[],
    question: SumQuestion,
  ): Promise<ActualSum[]>;
  /** Days, in UTC and counted from 1970, on which accounts moved, or were given an owner by name. */
  changeDays(workspaceId: string, planId: string): Promise<number[]>;
  /** Those of some accounts that the plan has. */
  accounts(
    workspaceId: string,
    planId: string,
    accountIds: readonly string[],
    question: OwnableQuestion,
  ): Promise<OwnableAccount[]>;
  /** All accounts, by id. */
  allAccounts(
    workspaceId: string,
    planId: string,
    question: OwnableQuestion,
    page: PageRequest,
  ): Promise<Page<OwnableAccount>>;
}
