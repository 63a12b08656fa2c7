import type { Cell, Resolution } from './cell.ts';
import type { Edit } from './edit.ts';
import type { Imported } from './imported.ts';
import type { CountedLevel } from './read-levels.ts';

/** Content address of a layout: `lay_` and 52 base32 digits. */
export type LayoutId = string & { readonly layoutId: unique symbol };

/** How hard to search. It sets a number of steps, never a time. */
export type Effort = 'fast' | 'normal' | 'best';

/** A layout: every unit in exactly one territory. Immutable. */
export interface Layout {
  readonly layoutId: LayoutId;
  /** Contiguous, locks kept, and every balanced metric of every territory within its tolerance. */
  readonly feasible: boolean;
  /** The first 1,000. */
  readonly violations: readonly LayoutViolation[];
  readonly violationCount: number;
  readonly resolution: { readonly base: Resolution; readonly finest: Resolution; readonly why: string };
  readonly seed: number;
  readonly effort: Effort;
  /** Optimizer steps taken. */
  readonly steps: number;
  readonly engine: string;
  readonly metrics: readonly string[];
  /** Tolerance of each balanced metric, as a fraction. The first metric weighs in the moment of inertia. */
  readonly balance: Readonly<Record<string, number>>;
  /** How the cover was asked for. */
  readonly cover: CoverOptions;
  readonly totals: {
    readonly sums: Readonly<Record<string, number>>;
    readonly leaves: number;
    readonly occupiedLeaves: number;
    /** Weight of the first balanced metric times km squared about territory centroids. */
    readonly momentOfInertia: number;
  };
  /** Pieces of the cover that do not touch the rest, and where they were joined to it; the first 1,000. */
  readonly islands: readonly Island[];
  readonly islandCount: number;
  readonly follow?: FollowedBorders;
  /** The line of the plan whose accounts were counted; left out where all were, and where the layout was made before layouts told it. */
  readonly line?: string;
  readonly topDown?: TopDown;
  readonly territories: readonly Territory[];
  readonly rebalance?: Rebalance;
  readonly edit?: LayoutEdit;
  readonly merge?: LayoutMerge;
  readonly imported?: Imported;
}

/** How accounts are covered with leaves; null: the API chooses. */
export interface CoverOptions {
  /** One fixed resolution: no cell is split. */
  readonly resolution: Resolution | null;
  /** The coarsest leaves. */
  readonly baseResolution: Resolution | null;
  /** A cell heavier than this share of a territory's target is split. */
  readonly splitShare: number;
  /** Gaps up to this distance are filled with empty cells. */
  readonly fillDistanceKm: number | null;
}

/** The cells of one rep, with its measures. */
export interface Territory {
  readonly id: string;
  readonly name: string;
  readonly accounts: number;
  readonly sums: Readonly<Record<string, number>>;
  readonly targets: Readonly<Record<string, number>>;
  /** `abs(sum - target) / target` per metric; 0 where the target is 0. */
  readonly deviations: Readonly<Record<string, number>>;
  readonly compactness: { readonly momentOfInertia: number; readonly polsbyPopper: number };
  readonly areaKm2: number;
  /** Territories that share a border, by id. */
  readonly neighbors: readonly string[];
  /** Position in a palette, 0 to 7 but for the rare map that needs more; differs from every neighbour's. */
  readonly color: number;
}

/** What a layout may not keep, and what may prove that none can. */
export const violationKinds = [
  'outside-tolerance',
  'unit-too-heavy',
  'over-budget',
  'not-contiguous',
  'empty-territory',
  'nowhere-allowed',
  'locks-clash',
  'locks-split',
  'totals-do-not-fit',
  'component-too-small',
  'allowed-too-little',
  'budget-too-small',
  'no-layout',
  'broken-lock',
  'not-allowed',
  'split-group',
  'forbidden-pair',
  'uneven-mix',
] as const;

export type ViolationKind = (typeof violationKinds)[number];

/** A bound, budget or rule that the layout does not keep, and what would help. */
export interface LayoutViolation {
  readonly kind: ViolationKind;
  readonly territoryId?: string;
  readonly metric?: string;
  readonly cell?: Cell;
  /** By how much, in the unit that `detail` names. */
  readonly amount?: number;
  readonly detail: string;
  readonly remedy: string;
}

/** A piece of the cover that was joined to the nearest larger one. */
export interface Island {
  readonly from: Cell;
  readonly to: Cell;
  readonly distanceKm: number;
  readonly units: number;
}

/** The layout whose borders were followed, and how far they are. Places that it does not cover do not count. */
export interface FollowedBorders {
  readonly layoutId: LayoutId;
  /** How much following counted, 0 to 1. */
  readonly weight: number;
  /** Of the pairs of touching cells on borders of this layout, the share that is on borders of the followed one. */
  readonly shared: number;
  /** Of the pairs of touching cells in one territory of the followed layout, the share that is in one territory here. */
  readonly kept: number;
}

/** A layout that was solved from the top down: its territories are those of the last level. */
export interface TopDown {
  /** The top first. `count`: at the first level how many there are, at each other into how many each of the level above was divided. */
  readonly levels: readonly CountedLevel[];
}

/** Where a layout came from and what moved. */
export interface Rebalance {
  readonly from: LayoutId;
  readonly budget: { readonly metric: string; readonly share: number };
  /** Share of each metric's total that was in one territory and is in another now; of a part, of what the part holds. */
  readonly moved: Readonly<Record<string, number>>;
  /** The territories that were rebalanced, by id, where not all of them were: the others are as they were. */
  readonly territories?: readonly string[];
}

/** Which layout was edited by hand, and what came of it. Its numbers are those of that layout: accounts that came since are not in it. */
export interface LayoutEdit {
  readonly from: LayoutId;
  readonly name?: string;
  /** As they were sent, cells and accounts in ascending order. */
  readonly edits: readonly Edit[];
  /** Share of each metric's total that was in one territory and is in another now. */
  readonly moved: Readonly<Record<string, number>>;
  /** Territories, also those that are gone, that gained or lost something, by id. */
  readonly touched: readonly string[];
  /** What does not hold, and did before; the first 100. */
  readonly broke: readonly LayoutViolation[];
}

/** Of which layouts a merge was made. */
export interface LayoutMerge {
  /** What both follow from. */
  readonly base: LayoutId;
  readonly ours: LayoutId;
  readonly theirs: LayoutId;
  /** Whose word counted where both had changed the same. */
  readonly prefer: 'ours' | 'theirs' | null;
  /** How often it counted. */
  readonly clashes: number;
}

/** A layout in a list: its head, and when the plan got it. */
export interface LayoutSummary extends Omit<Layout, 'territories' | 'islands' | 'violations' | 'imported' | 'line'> {
  readonly imported?: Omit<Imported, 'disputes'>;
  readonly territoryCount: number;
  readonly createdAt: string;
  /** The line of the plan whose accounts were solved; null: all accounts. */
  readonly line: string | null;
}
