/** How many steps of the optimizer fit where. Time is no measure: a Worker's clock stands still while it computes. */
export interface SolveLimits {
  /** Most steps of a solve that a request waits for. */
  readonly requestSteps: number;
  /** Steps of one slice of a job. */
  readonly sliceSteps: number;
  /** Jobs of a workspace that may be queued or running at once. */
  readonly jobsUnderWay: number;
}

/** 100,000 steps took 10 to 50 ms of CPU, with up to 140,000 leaves and 900 territories: a request stays within 30 s, a slice within 10 s. */
export const SOLVE_LIMITS: SolveLimits = { requestSteps: 60_000_000, sliceSteps: 20_000_000, jobsUnderWay: 20 };
