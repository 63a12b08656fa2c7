/** A leaf that changes hands. */
export interface RepairMove {
  readonly leaf: number;
  readonly from: number;
  readonly to: number;
}

/** The moves that bring a drift inside its limits. */
export interface Repair {
  /** Ascending by leaf. */
  readonly moves: readonly RepairMove[];
  readonly accounts: number;
  readonly value: number;
  /** Whether all territories are inside afterwards; else what could be mended is, and the rest no farther outside. */
  readonly isInside: boolean;
  /** No repair that brings all inside moves fewer accounts than these: a bound; 0 where nothing is known. */
  readonly atLeast: number;
}

/** How far is searched. */
export interface RepairEffort {
  /** States that are opened for a proof: of small plans, and of large ones, where each takes longer and has more that follow. */
  readonly states: readonly [small: number, large: number];
  /** Where that is too few: how many are kept of each depth, and how deep. */
  readonly kept: number;
  readonly depth: number;
}
