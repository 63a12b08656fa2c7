import { findField } from './account-field.ts';
import { Failure, type Violation } from './failure.ts';
import { shorten } from './shorten.ts';

/** The metric that always exists: one per account. */
export const ACCOUNTS_METRIC = 'accounts';

/** The metric that follows from visits, in hours a period; accounts that bring a metric of this name themselves have theirs. */
export const WORKLOAD_METRIC = 'workload';

/** A named quantity on accounts. */
export interface Metric {
  readonly name: string;
  /** Of its values, for whoever reads them: `EUR`, `hours`. */
  readonly unit: string | null;
  /** `sum`: any amount; `count`: how many of something, so whole numbers. */
  readonly kind: 'sum' | 'count';
}

/** A metric of which nothing but the name is known. */
export function plainMetric(name: string): Metric {
  return { name, unit: null, kind: 'sum' };
}

/** Metrics of a plan beside `accounts`: more would not fit the optimizer's memory at the largest sizes. */
export const MAX_METRICS = 16;

/** Longest name of a metric. */
export const MAX_METRIC_NAME = 100;

/**
 * Throws `invalid-parameter` unless the names can be a plan's metrics: distinct, not empty, not `accounts` or a column of every upload, at most 16.
 *
 * `isOld`: the plan may have declared a metric before its name became that of a field, for instance `size`.
 */
export function checkMetricNames(names: readonly string[], field = '/metrics', isOld = false): void {
  const violations = names.flatMap(
    (name, i) => nameViolation(name, names.indexOf(name) < i, `${field}/${i}`, isOld) ?? [],
  );
  if (names.length > MAX_METRICS) {
    violations.push({
      field,
      value: String(names.length),
      detail: `has more than ${MAX_METRICS} names`,
      remedy: `name at most ${MAX_METRICS} metrics`,
    });
  }
  const [first, ...rest] = violations;
  if (first !== undefined) throw Failure.invalid('invalid-parameter', first, ...rest);
}

/** The failure of an upload whose metrics are not those that another upload has declared since it began. */
export function otherMetrics(declared: readonly string[]): Failure {
  return new Failure('invalid-rows', `another upload declared the metrics ${declared.join(', ')}: send the file again`);
}

function nameViolation(name: string, again: boolean, field: string, isOld: boolean): Violation | null {
  const value = shorten(name);
  if (!isMetricName(name)) {
    return {
      field,
      value,
      detail: 'cannot be the name of a metric',
      remedy: `send 1 to ${MAX_METRIC_NAME} printable characters, without comma, colon, or space at either end`,
    };
  }
  if (name === ACCOUNTS_METRIC) {
    return { field, value, detail: 'always exists', remedy: 'leave it out: it counts the accounts' };
  }
  if (findField(name) !== null && !(isOld && !['id', 'name', 'lat', 'lng'].includes(name))) {
    return { field, value, detail: 'is a column of every account', remedy: 'choose another name' };
  }
  if (again) return { field, value, detail: 'is named twice', remedy: 'name it once' };
  return null;
}

/** Whether a text can name a metric. Comma and colon are kept for `balance=metric:tolerance,...`. */
export function isMetricName(name: string): boolean {
  return name.length >= 1 && name.length <= MAX_METRIC_NAME && name === name.trim() && !/[\p{Cc}\p{Cs},:]/u.test(name);
}
