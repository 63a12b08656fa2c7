import type { Actual } from './actual.ts';
import type { Violation } from './failure.ts';
import { isEmpty } from './infer-metrics.ts';
import { isMetricName, MAX_METRIC_NAME } from './metric.ts';
import type { RawRow } from './raw-row.ts';
import { isDay } from './read-day.ts';
import { readNumber } from './read-number.ts';
import { type Blame, blameInto, readId, textOf } from './row-values.ts';

/** A row of an upload after its rules were checked. */
export type CheckedRow<Item> =
  | { readonly ok: true; readonly line: number; readonly item: Item }
  | { readonly ok: false; readonly line: number; readonly violations: readonly Violation[] };

/** Above it a sum of some million values is not exact any more. */
const MAX_VALUE = 1e15;

/** Reads one actual, or names everything that is wrong with its row. Other columns than its own are passed over. */
export function readActual(row: RawRow): CheckedRow<Actual> {
  return readRow(row, (fields, blame) => ({
    account: readId('account', fields.get('account'), blame),
    metric: readMetric(fields.get('metric'), blame) ?? '',
    period: readPeriod(fields.get('period'), blame),
    value: readValue('value', fields.get('value'), blame),
  }));
}

/** Reads a row with what blames its values. */
export function readRow<Item>(row: RawRow, read: (fields: RawRow['fields'], blame: Blame) => Item): CheckedRow<Item> {
  const { line, fault } = row;
  if (fault !== undefined) return { ok: false, line, violations: [{ ...fault, line }] };
  const violations: Violation[] = [];
  const item = read(row.fields, blameInto(violations, line));
  return violations.length === 0 ? { ok: true, line, item } : { ok: false, line, violations };
}

/** The name of a metric; null where it is wrong. */
export function readMetric(value: unknown, blame: Blame): string | null {
  const name = isEmpty(value) ? '' : textOf(value).trim();
  if (isMetricName(name)) return name;
  const remedy = `send the name of a metric such as revenue: 1 to ${MAX_METRIC_NAME} printable characters without comma and colon`;
  blame('metric', value, name === '' ? 'is empty' : 'cannot be the name of a metric', remedy);
  return null;
}

/** An amount of either sign. */
export function readValue(field: string, value: unknown, blame: Blame): number {
  const remedy = 'send a number with a point, such as 1200.50; minus for what was taken back';
  const number = isEmpty(value) ? null : readNumber(value);
  if (number === null) blame(field, value, isEmpty(value) ? 'is empty' : 'is not a number', remedy);
  else if (Math.abs(number) > MAX_VALUE) blame(field, value, `is beyond ${MAX_VALUE}`, 'send it in a larger unit');
  return number ?? 0;
}

function readPeriod(value: unknown, blame: Blame): string {
  const period = textOf(value ?? '').trim();
  if (!isDay(period.length === 7 ? `${period}-01` : period)) {
    const detail = isEmpty(value) ? 'is empty' : 'is no day and no month';
    blame('period', value, detail, 'send a day such as 2026-10-15, or a month such as 2026-10');
  }
  return period;
}
