import type { Cell } from '../domain/cell.ts';
import type { Layout, LayoutId } from '../domain/layout.ts';
import type { GivenEntry } from '../domain/layout-entry.ts';
import type { LeafTable } from '../domain/leaf-table.ts';

/** Layouts of a workspace: D1 holds the truth, KV a copy under the layout's id. */
export interface LayoutStore {
  find(workspaceId: string, layoutId: LayoutId): Promise<Layout | null>;
  /** Writes a layout once: saving the same id again changes nothing but the plan's list. */
  save(
    workspaceId: string,
    layout: Layout,
    leaves: LeafTable,
    planId: string | null,
    entry?: GivenEntry,
  ): Promise<void>;
  /** Has retention leave a layout alone for its period. False where there is none. */
  touch(workspaceId: string, layoutId: LayoutId): Promise<boolean>;
  /** Adds a layout to a plan's list, where there is one. Where the list has it, it takes what is said of it. */
  attach(workspaceId: string, layoutId: LayoutId, planId: string, entry?: GivenEntry): Promise<void>;
  /** The lines of some layouts in a plan's list, null for all accounts; a layout that the plan does not list is not among them. */
  linesOf(
    workspaceId: string,
    planId: string,
    layoutIds: readonly LayoutId[],
  ): Promise<ReadonlyMap<LayoutId, string | null>>;
  /** The latest layout of each line of a plan, and of all accounts, in the order of lines. */
  latestByLine(workspaceId: string, planId: string): Promise<readonly LayoutId[]>;
  /** The plans whose lists hold the layout. */
  plansOf(workspaceId: string, layoutId: LayoutId): Promise<string[]>;
  /** The largest number of a territory with the id `t<number>` of the layout and the latest of those that it was made from; 0 where there is none. */
  largestTerritoryNumber(workspaceId: string, layoutId: LayoutId): Promise<number>;
  /** From which layouts a layout was made, and each of those in turn, the nearest first as far as they are on record. */
  origins(workspaceId: string, layoutId: LayoutId): Promise<readonly { layoutId: LayoutId; originId: LayoutId }[]>;
  /** The leaves of a layout that `find` has given; null when it was deleted since. */
  leaves(workspaceId: string, layout: Layout): Promise<LeafTable | null>;
  /** A layout that a plan's log says was put in force, so that it is there: the nearest copy, and the record is not asked first. Null where it is gone all the same. */
  findInForce(workspaceId: string, layoutId: LayoutId): Promise<Layout | null>;
  /** The same with its leaves, from memory alone: null where either has to be read. */
  recallInForce(
    workspaceId: string,
    layoutId: LayoutId,
  ): { readonly layout: Layout; readonly leaves: LeafTable } | null;
  /** The leaves of such a layout where they are few enough to be held; null where each look-up reads its own. */
  leavesToHold(workspaceId: string, layout: Layout): Promise<LeafTable | null>;
  /** The leaf among these cells, from one row of the record at most. `cells` are a cell and its ancestors, the finest first. */
  findLeaf(workspaceId: string, layoutId: LayoutId, cells: readonly Cell[]): Promise<OwnedLeaf | null>;
}

/** A leaf and the position of its territory in `Layout.territories`. */
export interface OwnedLeaf {
  readonly cell: Cell;
  readonly territory: number;
}
