/** The metric that always exists: one per account. */
export const ACCOUNTS_METRIC = 'accounts';

/** Metrics of a plan beside `accounts`: more would not fit the optimizer's memory at the largest sizes. */
export const MAX_METRICS = 16;
