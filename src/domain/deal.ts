/** A deal that is open. */
export interface Deal {
  /** The caller's own id, unique within a plan. */
  readonly id: string;
  /** Id of the account; the plan need not have it (any more). */
  readonly account: string;
  readonly name: string;
  /** Name of a stage of the plan's pipeline; one that it does not have has no chance. */
  readonly stage: string;
  /** What the amount is of; null: the only metric of the plan's goals. */
  readonly metric: string | null;
  readonly amount: number;
  /** Day on which it is expected to be decided. */
  readonly expectedClose: string;
  /** Chance that it is won, 0 to 1; null: that of its stage. */
  readonly probability: number | null;
}

/** Most stages of a pipeline. */
export const MAX_PIPELINE_STAGES = 100;

/** A stage of a plan's pipeline. */
export interface PipelineStage {
  readonly name: string;
  /** Chance that a deal at it is won, 0 to 1. */
  readonly probability: number;
}

/** Which deals are meant; what is null does not matter. */
export interface DealFilter {
  readonly account: string | null;
  readonly stage: string | null;
  readonly metric: string | null;
  /** First and last day of the expected close. */
  readonly from: string | null;
  readonly until: string | null;
}
