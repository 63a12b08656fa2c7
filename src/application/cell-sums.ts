import { STATUS_GROUPS } from '../domain/account-status.ts';

/** Columns that count accounts by status, in the order of `STATUS_GROUPS`. No metric has a colon in its name. */
export const STATUS_COLUMNS = STATUS_GROUPS.map((status) => `status:${status}`);

/** Accounts summed by cell. `sums` is row-major [cells][metrics]; column 0 is `accounts`. */
export interface CellSums {
  /** Ascending, distinct, at one resolution. */
  readonly cells: BigUint64Array;
  readonly metrics: readonly string[];
  readonly sums: Float64Array;
  /** Row-major [cells][3]: visits in a period, minutes of them all, accounts that are visited. May be empty where nobody is visited. */
  readonly visits: Float64Array;
}
