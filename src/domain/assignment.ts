import type { LayoutId } from './layout.ts';

/** Reps matched to the territories of a layout. Immutable: another request makes another one. */
export interface Assignment extends AssignmentSummary {
  /** One for each territory, in the order of the layout. */
  readonly pairs: readonly AssignedPair[];
  readonly vacant: readonly Vacancy[];
  readonly unassigned: readonly UnassignedRep[];
}

/** An assignment in a list. */
export interface AssignmentSummary {
  readonly assignmentId: string;
  readonly planId: string;
  readonly layoutId: LayoutId;
  /** The day that leave and tenure are about, YYYY-MM-DD. */
  readonly on: string;
  readonly weights: CostWeights;
  /** Mean distance over all pairs that may be, in km: what a distance is divided by. Null where no home is known. */
  readonly meanDistanceKm: number | null;
  /** Sum over pairs. */
  readonly totalCost: number;
  readonly assignedCount: number;
  readonly vacantCount: number;
  readonly unassignedCount: number;
  readonly createdAt: string;
}

/** What the parts of a cost are multiplied with, 0 or more. */
export interface CostWeights {
  readonly distance: number;
  readonly capacity: number;
  readonly continuity: number;
  readonly tenure: number;
}

export const DEFAULT_WEIGHTS: CostWeights = { distance: 1, capacity: 1, continuity: 1, tenure: 1 };

/** Most territories, and most reps, of one matching: its time grows with their cube. */
export const MAX_MATCHED = 1_000;

/** A territory and a rep by their ids. */
export interface PairOfIds {
  readonly territoryId: string;
  readonly repId: string;
}

/** What a caller asks of an assignment. */
export interface AssignmentWishes {
  readonly on: string;
  readonly weights: CostWeights;
  /** Kept as they are. */
  readonly pairs: readonly PairOfIds[];
  readonly forbidden: readonly PairOfIds[];
  /** Territories that are new: experienced reps are for them. */
  readonly newTerritories: readonly string[];
  /** Territories that stay vacant. */
  readonly leaveOpen: readonly string[];
}

/** Who serves a territory, and what that costs. Costs are weighted, without unit. */
export interface AssignedPair {
  readonly territoryId: string;
  readonly repId: string | null;
  readonly cost: number | null;
  readonly parts: CostParts | null;
  /** The best other rep: what the pair costs, and by how much the whole would cost more. */
  readonly runnerUp: { readonly repId: string; readonly cost: number; readonly difference: number } | null;
  readonly why: string;
}

/** The parts of a pair's cost; their costs add up to it. */
export interface CostParts {
  /** From the rep's home to the center of weight; the mean of the others' where `known` is false. */
  readonly distance: { readonly km: number | null; readonly known: boolean; readonly cost: number };
  readonly capacity: {
    readonly workloadHours: number | null;
    readonly capacityHours: number | null;
    readonly cost: number;
  };
  /** Of the accounts that have a rep now, those that keep theirs. */
  readonly continuity: { readonly accountsKept: number; readonly accounts: number; readonly cost: number };
  readonly tenure: { readonly isNew: boolean; readonly years: number | null; readonly cost: number };
}

/** Why reps may or do not serve a territory, counted: each by the first of these that holds. */
export interface Exclusions {
  readonly leave: number;
  readonly forbidden: number;
  readonly skills: number;
  /** The request fixes the rep to another territory. */
  readonly fixed: number;
  /** The rep may serve it, and serves another territory. */
  readonly elsewhere: number;
}

export interface Vacancy {
  readonly territoryId: string;
  readonly reason: string;
  readonly excluded: Exclusions;
  /** Skills that its accounts need and that reps lack, by how many lack them; the first ten. */
  readonly missingSkills: readonly { readonly skill: string; readonly accounts: number; readonly reps: number }[];
}

export interface UnassignedRep {
  readonly repId: string;
  readonly reason: string;
  /** First day after the leave that the rep is on. */
  readonly backOn: string | null;
}
