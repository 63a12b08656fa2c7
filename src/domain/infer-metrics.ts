import { findField } from './account-field.ts';
import { Failure } from './failure.ts';
import { ACCOUNTS_METRIC, isMetricName, MAX_METRICS } from './metric.ts';
import type { RawRow } from './raw-row.ts';

/** A number as a column of amounts holds it. Leading zeros (01001) mark a code. */
const AMOUNT = /^(?:0|[1-9]\d*)(?:\.\d+)?$/;

/**
 * The metrics that rows show, in the order of their first appearance: columns whose every value is an amount or empty, with at least one
 * amount; and whatever rows themselves name as metrics. Throws `invalid-rows` for more than 16.
 */
export function inferMetrics(rows: readonly RawRow[]): string[] {
  const amounts = new Map<string, boolean>();
  const named = new Set<string>();
  for (const row of rows) {
    for (const name of row.metrics?.keys() ?? []) if (mayBeMetric(name)) named.add(name);
    for (const [name, value] of row.fields) {
      if (isEmpty(value) || amounts.get(name) === false || !mayBeMetric(name)) continue;
      amounts.set(name, isAmount(value));
    }
  }
  const metrics = [...new Set([...[...amounts].filter(([, all]) => all).map(([name]) => name), ...named])];
  if (metrics.length > MAX_METRICS) {
    throw new Failure(
      'invalid-rows',
      `${metrics.length} columns hold numbers (${metrics.slice(0, 20).join(', ')}), and ${MAX_METRICS} can be metrics: ` +
        'name the metrics in the plan, or leave columns out',
    );
  }
  return metrics;
}

/** Whether a value says nothing: absent, null, or blank text. */
export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function isAmount(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0;
  return typeof value === 'string' && AMOUNT.test(value.trim()) && Number.isFinite(Number(value));
}

function mayBeMetric(name: string): boolean {
  return name !== ACCOUNTS_METRIC && findField(name) === null && isMetricName(name);
}
