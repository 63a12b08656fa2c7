/** What was achieved with an account in a period. */
export interface Actual {
  /** Id of the account; the plan need not have it (any more). */
  readonly account: string;
  /** Name of what is measured, such as a metric of the plan. */
  readonly metric: string;
  /** A day, YYYY-MM-DD, or a month, YYYY-MM, which counts from its first day on. */
  readonly period: string;
  /** In the unit of the metric; negative for what was taken back. */
  readonly value: number;
}

/** Days from the first to the last, both included; null: open. */
export interface DaySpan {
  readonly from: string | null;
  readonly until: string | null;
}

/** Which actuals are meant; what is null does not matter. A month is where its first day is. */
export interface ActualFilter extends DaySpan {
  readonly account: string | null;
  readonly metric: string | null;
}
