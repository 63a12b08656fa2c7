import type { EncodedAccount } from '../application/account-sets.ts';
import type { BinnedAccount } from '../application/account-store.ts';
import type { AccountStatus } from '../domain/account-status.ts';
import type { Cell } from '../domain/cell.ts';
import type { Plan } from '../domain/plan.ts';

/** Columns that rows seldom fill, the likelier first, each with what it holds where nothing is said. */
const SELDOM = [
  ['segment', 'NULL'],
  ['attributes', "'{}'"],
  ['rep_id', 'NULL'],
  ['status', 'NULL'],
  ['size', 'NULL'],
  ['product_lines', "'[]'"],
  ['required_skills', "'[]'"],
  ['visit_minutes', 'NULL'],
  ['visits_per_period', 'NULL'],
  ['last_visit', 'NULL'],
] as const;

/** Columns of every row, in the order in which rows are sent; metrics follow, then what is seldom filled. */
const ALWAYS = ['account_id', 'name', 'lat', 'lng', 'cell'] as const;

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
  readonly status: AccountStatus | null;
  readonly required_skills: string;
  readonly visit_minutes: number | null;
  readonly visits_per_period: number | null;
  readonly last_visit: string | null;
  readonly rep_id: string | null;
};

/** All columns of an account but its set, for so many metrics. */
export function accountColumns(metricCount: number): string[] {
  return [...ALWAYS, ...metricColumns(metricCount), ...SELDOM.map(([column]) => column)];
}

/** The same columns, taken from the JSON array `row.value` of a row that is no wider than `width`. */
export function columnsFromJson(metricCount: number, width: number): string[] {
  const always = ALWAYS.length + metricCount;
  return [
    ...Array.from({ length: always }, (_, at) => `row.value ->> ${at}`),
    ...SELDOM.map(([, otherwise], at) => {
      if (always + at >= width) return otherwise;
      const value = `row.value ->> ${always + at}`;
      return otherwise === 'NULL' ? value : `COALESCE(${value}, ${otherwise})`;
    }),
  ];
}

/** An account as the JSON that `columnsFromJson` takes apart. */
export function encodeAccount({ account, cell }: BinnedAccount, plan: Plan): EncodedAccount {
  const { id, name, lat, lng, metrics, segment, repId, status, size } = account;
  const values: unknown[] = [id, name, lat, lng, cell];
  for (const metric of plan.metrics) values.push(metrics[metric] ?? 0);
  let width = values.length;
  const { attributes, productLines, requiredSkills, visitMinutes, visitsPerPeriod, lastVisit } = account;
  values.push(segment, isBare(attributes) ? null : attributes, repId, status, size);
  values.push(productLines.length === 0 ? null : productLines, requiredSkills.length === 0 ? null : requiredSkills);
  values.push(visitMinutes, visitsPerPeriod, lastVisit);
  for (let at = width; at < values.length; at++) if (values[at] !== null) width = at + 1;
  values.length = width;
  return { accountId: id, cell, json: JSON.stringify(values), width };
}

function isBare(attributes: Readonly<Record<string, string>>): boolean {
  for (const _ in attributes) return false;
  return true;
}

function metricColumns(metricCount: number): string[] {
  return Array.from({ length: metricCount }, (_, at) => `metric_${at + 1}`);
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
      lastVisit: row.last_visit,
      repId: row.rep_id,
      status: row.status,
      metrics: Object.fromEntries(plan.metrics.map((metric, i) => [metric, row[`metric_${i + 1}`] ?? 0])),
      attributes: JSON.parse(row.attributes) as Record<string, string>,
    },
  };
}
