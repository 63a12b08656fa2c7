import type { BinnedAccount } from '../application/ports.ts';
import type { Cell } from '../domain/cell.ts';
import type { Plan } from '../domain/plan.ts';

/** Columns of an account beside its set and its metrics, each with what it holds of an account, in the order in which rows are sent. */
const COLUMNS = [
  ...['account_id', 'name', 'lat', 'lng', 'cell', 'attributes', 'segment', 'product_lines', 'size'],
  ...['required_skills', 'visit_minutes', 'visits_per_period', 'rep_id'],
] as const;

/** A row of the table of accounts. */
export type AccountRow = Readonly<Record<`metric_${number}`, number>> & {
  readonly account_id: string;
  readonly name: string;
  readonly lat: number;
  readonly lng: number;
  readonly cell: string;
  readonly attributes: string;
  readonly segment: string | null;
  readonly product_lines: string;
  readonly size: string | null;
  readonly required_skills: string;
  readonly visit_minutes: number | null;
  readonly visits_per_period: number | null;
  readonly rep_id: string | null;
};

/** All columns of an account but its set, for so many metrics. */
export function accountColumns(metricCount: number): string[] {
  return [...COLUMNS, ...Array.from({ length: metricCount }, (_, i) => `metric_${i + 1}`)];
}

/** The same columns taken from the JSON array `row.value` that `accountJson` writes. */
export function columnsFromJson(metricCount: number): string[] {
  return accountColumns(metricCount).map((_, i) => `row.value ->> ${i}`);
}

/** An account as the JSON array of its columns. */
export function accountJson({ account, cell }: BinnedAccount, plan: Plan): string {
  const { id, name, lat, lng, attributes, segment, productLines, size, requiredSkills, metrics } = account;
  const values = [
    ...[id, name, lat, lng, cell, attributes, segment, productLines, size],
    ...[requiredSkills, account.visitMinutes, account.visitsPerPeriod, account.repId],
  ];
  return JSON.stringify([...values, ...plan.metrics.map((metric) => metrics[metric] ?? 0)]);
}

/** The account that a row holds. */
export function toBinned(row: AccountRow, plan: Plan): BinnedAccount {
  return {
    cell: row.cell as Cell,
    account: {
      id: row.account_id,
      name: row.name,
      lat: row.lat,
      lng: row.lng,
      segment: row.segment,
      productLines: JSON.parse(row.product_lines) as string[],
      size: row.size,
      requiredSkills: JSON.parse(row.required_skills) as string[],
      visitMinutes: row.visit_minutes,
      visitsPerPeriod: row.visits_per_period,
      repId: row.rep_id,
      metrics: Object.fromEntries(plan.metrics.map((metric, i) => [metric, row[`metric_${i + 1}`] ?? 0])),
      attributes: JSON.parse(row.attributes) as Record<string, string>,
    },
  };
}
