import type { Assignment, AssignmentSummary } from '../domain/assignment.ts';
import type { Cell } from '../domain/cell.ts';
import type { LayoutId } from '../domain/layout.ts';
import type { LineFilter } from '../domain/line.ts';
import type { Page, PageRequest } from './page.ts';

/** Assignments of a workspace. */
export interface AssignmentStore {
  /** False, and nothing kept, where the plan or the layout is gone. */
  save(workspaceId: string, assignment: Assignment): Promise<boolean>;
  find(workspaceId: string, assignmentId: string): Promise<Assignment | null>;
  /** A plan's assignments, the latest first; of one layout where it is given. */
  list(
    workspaceId: string,
    planId: string,
    layoutId: LayoutId | null,
    page: PageRequest,
  ): Promise<Page<AssignmentSummary>>;
  /** What matters of the accounts of a plan, or of a line of it, for who serves them, counted where they are. Throws `invalid-assignment` where that is too much. */
  countAccounts(
    workspaceId: string,
    planId: string,
    ranges: Iterable<TerritoryRange>,
    line: LineFilter | null,
  ): Promise<AccountCounts>;
}

/** First and last cells at the plan's finest resolution, and the position of the territory that has them. */
export type TerritoryRange = readonly [first: Cell, last: Cell, territory: number];

export interface AccountCounts {
  /** Accounts that have a rep now. `repId` is null for those whose rep the plan does not have. */
  readonly served: readonly { readonly territory: number; readonly repId: string | null; readonly accounts: number }[];
  readonly skills: readonly { readonly territory: number; readonly skill: string; readonly accounts: number }[];
}
