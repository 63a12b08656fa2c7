import type { EarlierPlace } from '../domain/account-place.ts';
import type { Cell, Resolution } from '../domain/cell.ts';
import type { Governance } from '../domain/governance.ts';
import type { KnownRep } from '../domain/ownership.ts';
import type { NamedOwner } from '../domain/plan-event.ts';
import type { AccountTraits } from '../domain/rule-condition.ts';
import type { Statement } from '../domain/timeline.ts';
import type { AsOf } from './as-of.ts';
import type { Page, PageRequest } from './page.ts';
import type { NamedAccount } from './plan-log.ts';

/** What of a plan decides who owns what, but for its accounts. */
export interface PlanOwnership {
  readonly governance: Governance;
  /** Those that there are, and those that were deleted. */
  readonly reps: ReadonlyMap<string, KnownRep>;
  readonly catchAll: NamedOwner | null;
  readonly finestResolution: Resolution;
  /** What was recorded until then is in it. */
  readonly asOfMs: number;
}

/** What of an account decides who owns it. */
export interface AccountOwnership {
  readonly accountId: string;
  readonly traits: AccountTraits;
  /** Where it is, and where it was, ascending. */
  readonly cell: Cell;
  readonly earlier: readonly EarlierPlace[];
  /** What was said of its owners by name, in all lines, in the order of the log. */
  readonly named: readonly Statement<NamedAccount>[];
}

/** Reads what decides who owns what. */
export interface OwnershipStore {
  /** Throws `not-found` where there is no such plan. */
  load(workspaceId: string, planId: string, asOf: AsOf): Promise<PlanOwnership>;
  /** The same as of a moment ago, from memory alone: null where it has to be read. */
  recall(workspaceId: string, planId: string): PlanOwnership | null;
  /** An account as of a moment ago, from memory alone: null where it has to be read. */
  recallAccount(workspaceId: string, planId: string, accountId: string): AccountOwnership | null;
  /** As of now. Null where there is no such account, or no such plan. */
  account(workspaceId: string, planId: string, accountId: string): Promise<AccountOwnership | null>;
  /** Those of the accounts that there are, by id. */
  accounts(workspaceId: string, planId: string, accountIds: readonly string[]): Promise<Map<string, AccountOwnership>>;
  /** All that was said in a line of owners by name of so many accounts, by account, ascending, then in the order of the log. */
  named(
    workspaceId: string,
    planId: string,
    line: string | null,
    page: PageRequest,
  ): Promise<Page<Statement<NamedAccount>>>;
}
