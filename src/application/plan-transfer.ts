import type { Hierarchy } from '../domain/hierarchy.ts';
import type { Layout, LayoutId } from '../domain/layout.ts';
import type { LayoutRemarks } from '../domain/layout-entry.ts';
import type { LeafTable } from '../domain/leaf-table.ts';
import type { PlanFileCounts, PlanFileLine } from '../domain/plan-file.ts';

/** What a plan's list says of a layout: since when it has it, of which line it is, null of all accounts, and what people say of it. */
export interface ListedAs extends LayoutRemarks {
  readonly createdAt: string;
  readonly line: string | null;
}

/** A layout that a plan lists. */
export interface ListedLayout extends ListedAs {
  readonly layoutId: LayoutId;
  /** Ids of its hierarchies, the oldest first. */
  readonly hierarchyIds: readonly string[];
  /** Whether the log of the plan refers to it. */
  readonly isReferred: boolean;
}

/** How much a plan has of what only grows. */
export interface HistoryCounts
  extends Pick<
    PlanFileCounts,
    'layouts' | 'entries' | 'places' | 'texts' | 'goals' | 'revisions' | 'actuals' | 'deals'
  > {
  /** Bytes of all events of the log, as UTF-8. */
  readonly entryBytes: number;
  /** Of goals with their revisions, actuals and deals, as lines of a file hold them, about. */
  readonly rowBytes: number;
}

/** A rep who was deleted, and when. */
export interface DepartedRep {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly leftMs: number;
}

/** The cell at which an account was until a moment, in milliseconds since 1970. */
export type FormerPlace = readonly [accountId: string, untilMs: number, cell: string];

/** All of a layout. */
export interface WholeLayout {
  readonly layout: Layout;
  readonly leaves: LeafTable;
}

/**
 * Plans on their way from one record to another.
 *
 * A plan comes in as the only one of a workspace of its own, which has no key and ends soon: nobody sees it until it moves into the workspace that it is
 * for, and where it never does retention deletes it.
 */
export interface PlanTransfers {
  /** The latest layouts of a plan, and those that its log refers to, the oldest of them first. */
  listed(workspaceId: string, planId: string, latest: number): Promise<readonly ListedLayout[]>;
  /** A hierarchy of a layout. Null where there is none. */
  readHierarchy(workspaceId: string, hierarchyId: string): Promise<Hierarchy | null>;
  /** How many layouts a plan lists, how many entries its log has and how long they are, how many places its accounts were at before, how many versions of texts it has, and how many goals, actuals and deals. */
  countHistory(workspaceId: string, planId: string): Promise<HistoryCounts>;
  /** Reps of a plan who were deleted, by id. */
  departed(workspaceId: string, planId: string): Promise<readonly DepartedRep[]>;
  /** Where accounts of a plan were before, by account and time, those after one; null: from the first on. */
  places(
    workspaceId: string,
    planId: string,
    after: FormerPlace | null,
    limit: number,
  ): Promise<readonly FormerPlace[]>;
  /** A layout from the record itself, past all copies: a file holds hundreds. Null where there is none. */
  read(workspaceId: string, layoutId: LayoutId): Promise<WholeLayout | null>;
  /** Follows from all that a file of the plan holds; null where that is too much to say. */
  fingerprint(workspaceId: string, planId: string): Promise<string | null>;
  /** Changes with every write to goals, actuals and deals of a plan. */
  rowMarks(workspaceId: string, planId: string): Promise<string>;
  /** Makes a workspace for a plan that comes in. */
  open(): Promise<string>;
  /** Has it last longer. False where it has ended. */
  renew(importId: string): Promise<boolean>;
  /** Stores a layout of the plan that comes in. */
  save(importId: string, planId: string, whole: WholeLayout, listed: ListedAs): Promise<void>;
  /** Stores a hierarchy of a layout that was stored. */
  saveHierarchy(importId: string, hierarchy: Hierarchy): Promise<void>;
  /** Stores reps who were deleted, once those are there who were not. */
  saveDeparted(importId: string, planId: string, departed: readonly DepartedRep[]): Promise<void>;
  /** Stores where accounts were before. */
  savePlaces(importId: string, planId: string, places: readonly FormerPlace[]): Promise<void>;
  /** Hierarchies of the plan that comes in whose ids the workspace has, of other trees. Of the same trees its names and managers stay. */
  hierarchyClashes(importId: string, workspaceId: string): Promise<readonly string[]>;
  /** Layouts of the plan that comes in which the workspace has, with other leaves. */
  clashes(importId: string, workspaceId: string): Promise<readonly LayoutId[]>;
  /** Publications and challenges of the plan that comes in which the workspace has: their ids stand for one each. */
  logClashes(importId: string, workspaceId: string): Promise<readonly string[]>;
  /** Moves the plan into the workspace with all that it has, at once. False, and nothing done, where either workspace has ended. */
  move(importId: string, workspaceId: string, planId: string): Promise<boolean>;
  /** Ends what is left. */
  close(importId: string): Promise<void>;
}

/** Reads plan files, a line at a time. */
export interface PlanFileReader {
  /** Throws `unsupported-media-type`; what is wrong with the file as a whole is thrown while its lines are read. */
  read(mediaType: string | undefined, body: ReadableStream<Uint8Array>): AsyncIterable<PlanFileLine>;
}
