import type { ViolationKind } from '../domain/layout.ts';

/** What the optimizer says of its result. Territories are positions 0 to k-1; metrics positions in `CellSums.metrics`. */
export interface SolveReport {
  readonly feasible: boolean;
  readonly steps: number;
  readonly resolution: { readonly base: number; readonly finest: number; readonly choice: BaseChoice };
  readonly units: number;
  readonly momentOfInertia: number;
  readonly territories: readonly TerritoryReport[];
  readonly violations: readonly ReportedViolation[];
  readonly islands: readonly {
    readonly from: string;
    readonly to: string;
    readonly distanceKm: number;
    readonly units: number;
  }[];
  /** Share of each metric's total that left its current territory; zeros without `current`. */
  readonly moved: readonly number[];
  /** With `follow`: of the pairs of touching leaves on borders, those on its borders, too; of the pairs within its territories, those within one here. */
  readonly follow?: { readonly shared: number; readonly kept: number };
}

export interface BaseChoice {
  readonly kind: 'given' | 'kept' | 'enough-leaves' | 'few-accounts' | 'lone-accounts' | 'fits-limit';
  /** Occupied leaves with this base. */
  readonly leaves: number;
  /** Occupied cells of the base itself. */
  readonly baseCells: number;
}

export interface TerritoryReport {
  readonly sums: readonly number[];
  readonly targets: readonly number[];
  readonly deviations: readonly number[];
  readonly momentOfInertia: number;
  readonly polsbyPopper: number;
  readonly areaKm2: number;
  readonly neighbors: readonly number[];
}

export interface ReportedViolation {
  readonly kind: ViolationKind;
  readonly territory: number | null;
  readonly metric: number | null;
  readonly cell: string | null;
  /** For a tolerance: the least tolerance that would hold; for a budget: the share moved, or to allow; for a unit, piece or territory: its sum; for totals: the factor that fits; else a number of pieces. */
  readonly amount: number | null;
  /** Where what lies around the cell is the reason: how the metric goes together with another, each as a share of a territory's target. */
  readonly mix?: {
    /** The metric that there is enough of. */
    readonly per: number;
    /** Shares of the violation's metric for each share of that one, and the least that the bounds let a territory have. */
    readonly ratio: number;
    readonly allowed: number;
    /** Targets of the violation's metric that must come from beyond. */
    readonly lack: number;
    readonly radiusKm: number;
  };
}
