import type { Balance } from './balance.ts';
import { Failure } from './failure.ts';
import type { Effort, LayoutId, ViolationKind } from './layout.ts';

/** Most levels above the territories. */
export const MAX_LEVELS = 10;
/** Most parents of a hierarchy, of all levels together. */
export const MAX_PARENTS = 5_000;
/** Most violations and carried territories that a hierarchy names: it stays within one row. */
export const MAX_NAMED = 1_000;

/** Who leads a parent: a rep of the plan, or anybody by name. */
export type Manager = { readonly repId: string } | { readonly name: string };

/** An inner part of a tree over territories: the union of its children. */
export interface Parent {
  readonly id: string;
  readonly name: string;
  /** Position in the levels, 0 next to the territories. */
  readonly level: number;
  /** Position of the parent of the next level; null at the top. */
  readonly parent: number | null;
  readonly manager: Manager | null;
}

/** A tree whose leaves are the territories of a layout. */
export interface Tree {
  /** Names, the one next to the territories first. */
  readonly levels: readonly string[];
  /** Levels whose parents are to be in one piece. */
  readonly connected: readonly string[];
  /** Level by level, the lowest first. */
  readonly parents: readonly Parent[];
  /** Position in `parents` of the parent of each territory, by its position in the layout. */
  readonly territories: readonly number[];
}

/** A parent with what its leaves tell. */
export interface PlacedParent extends Parent {
  /** In how many pieces it is. */
  readonly pieces: number;
  /** Positions of parents of the same level that it touches, ascending. */
  readonly neighbors: readonly number[];
}

/** Something that was asked of a parent and does not hold. */
export interface HierarchyViolation {
  readonly kind: ViolationKind;
  readonly level: string;
  /** Id of the parent; absent where no single one is to blame. */
  readonly nodeId?: string;
  readonly metric?: string;
  readonly detail: string;
  readonly remedy: string;
}

/** How a hierarchy came to be. */
export type HierarchyOrigin =
  | { readonly kind: 'given' }
  | {
      /** From the territories up, or from the top down into the territories. */
      readonly kind: 'solved' | 'solved-top-down';
      /** How many of each level, the lowest first; from the top down how many under each of the level above, the top first and the territories last. */
      readonly counts: readonly number[];
      readonly balance: Balance;
      readonly seed: number;
      readonly effort: Effort;
      readonly engine: string;
    }
  | { readonly kind: 'carried'; readonly from: string; readonly fromLayout: LayoutId; readonly decided: Carried };

/** What was decided when a tree was carried to another layout. */
export interface Carried {
  /** Territories that are in both layouts: they stay under their parents. */
  readonly kept: number;
  /** Territories of the new layout alone, and where they were put; the first 1,000. */
  readonly added: readonly {
    readonly territoryId: string;
    readonly nodeId: string;
    /** By what: the parent that had the most of its surface, or else the most of its neighbours. */
    readonly by: 'overlap' | 'neighbors';
  }[];
  readonly addedCount: number;
  /** Territories of the old layout alone; the first 1,000. */
  readonly dropped: readonly string[];
  readonly droppedCount: number;
}

/** A hierarchy of a layout. Its tree never changes; names and managers do. */
export interface Hierarchy extends Omit<Tree, 'parents'> {
  /** `hie_` and 22 base62 digits. */
  readonly hierarchyId: string;
  readonly layoutId: LayoutId;
  readonly parents: readonly PlacedParent[];
  readonly origin: HierarchyOrigin;
  /** The first 1,000. */
  readonly violations: readonly HierarchyViolation[];
  readonly violationCount: number;
  readonly createdAt: string;
  /** Counts the changes of names and managers, from 1. */
  readonly version: number;
}

/** A hierarchy in a list. */
export interface HierarchySummary extends Omit<Hierarchy, 'parents' | 'territories' | 'violations' | 'version'> {
  readonly parentCount: number;
}

/** The failure of a hierarchy that is not there, or is another workspace's: nobody can tell which. */
export function hierarchyNotFound(): Failure {
  return new Failure('not-found', 'no hierarchy of this workspace has this id');
}

/** For each territory the position of its parent at a level. */
export function ownersAtLevel({ parents, territories }: Tree, level: number): number[] {
  return territories.map((lowest) => {
    let at: number = lowest;
    for (let below = 0; below < level; below++) at = parents[at]?.parent ?? -1;
    return at;
  });
}
