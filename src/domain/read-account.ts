import type { Account } from './account.ts';
import { ACCOUNT_FIELDS } from './account-field.ts';
import { readStatus } from './account-status.ts';
import type { Violation } from './failure.ts';
import { isEmpty } from './infer-metrics.ts';
import type { RawRow } from './raw-row.ts';
import { readVisitDay } from './read-day.ts';
import { readNumber } from './read-number.ts';
import {
  type Blame,
  blameInto,
  checkText,
  readAmount,
  readDegrees,
  readId,
  readLabel,
  readLabels,
  readName,
  textOf,
} from './row-values.ts';
import { shorten } from './shorten.ts';

/** A row of an upload after its rules were checked. */
export type UploadRow =
  | { readonly ok: true; readonly line: number; readonly account: Account }
  | { readonly ok: false; readonly line: number; readonly violations: readonly Violation[] };

const FIELDS: ReadonlySet<string> = new Set(ACCOUNT_FIELDS);
const MAX_ATTRIBUTE = 10_000;
/** Above it a row of the record would outgrow what D1 stores. */
const MAX_ALL_ATTRIBUTES = 100_000;

/** Reads one account, or names everything that is wrong with its row. An empty metric is 0; what is neither field nor metric is an attribute, as text. */
export function readAccount(
  row: RawRow,
  metricNames: ReadonlySet<string>,
  counts: ReadonlySet<string> = new Set(),
): UploadRow {
  if (row.fault !== undefined) return { ok: false, line: row.line, violations: [{ ...row.fault, line: row.line }] };
  const violations: Violation[] = [];
  const blame = blameInto(violations, row.line);
  // A plan may have declared a metric before the name became that of a field.
  const own = { get: (field: string) => (metricNames.has(field) ? undefined : row.fields.get(field)) };
  const account: Account = {
    id: readId('id', row.fields.get('id'), blame),
    name: readName(row.fields.get('name'), blame),
    lat: readDegrees('lat', row.fields.get('lat'), 90, blame),
    lng: readDegrees('lng', row.fields.get('lng'), 180, blame),
    segment: readLabel('segment', own.get('segment'), blame),
    productLines: readLabels('productLines', own.get('productLines'), blame),
    size: readLabel('size', own.get('size'), blame),
    requiredSkills: readLabels('requiredSkills', own.get('requiredSkills'), blame),
    visitMinutes: readAmount('visitMinutes', own.get('visitMinutes'), blame),
    visitsPerPeriod: readAmount('visitsPerPeriod', own.get('visitsPerPeriod'), blame),
    lastVisit: readVisitDay(own.get('lastVisit'), blame),
    repId: isEmpty(own.get('repId')) ? null : readId('repId', own.get('repId'), blame),
    status: readStatus(own.get('status'), blame),
    metrics: readMetrics(row, metricNames, counts, blame),
    attributes: readAttributes(row, metricNames, blame),
  };
  return violations.length === 0 ? { ok: true, line: row.line, account } : { ok: false, line: row.line, violations };
}

function readMetrics(
  row: RawRow,
  metricNames: ReadonlySet<string>,
  counts: ReadonlySet<string>,
  blame: Blame,
): Record<string, number> {
  for (const [name, value] of row.metrics ?? []) {
    if (!metricNames.has(name)) {
      blame(name, value, 'is not a metric here', `the metrics are: ${shorten([...metricNames].join(', '))}`);
    }
  }
  const metrics: [string, number][] = [];
  for (const name of metricNames) {
    const value = row.metrics?.get(name) ?? row.fields.get(name);
    const number = isEmpty(value) ? 0 : readNumber(value);
    if (number === null) blame(name, value, 'is not a number', 'send a decimal number from 0 up, or nothing for 0');
    else if (number < 0) blame(name, value, 'is negative', 'send a number from 0 up');
    else if (counts.has(name) && !Number.isInteger(number)) {
      blame(name, value, 'is not a whole number', 'send a whole number: the metric counts');
    }
    metrics.push([name, number ?? 0]);
  }
  return Object.fromEntries(metrics);
}

function readAttributes(row: RawRow, metricNames: ReadonlySet<string>, blame: Blame): Record<string, string> {
  const attributes: [string, string][] = [];
  let length = 0;
  const take = (name: string, value: unknown) => {
    if (isEmpty(value)) return;
    const text = textOf(value);
    checkText(name, text, MAX_ATTRIBUTE, blame);
    length += name.length + text.length;
    attributes.push([name.toWellFormed(), text]);
  };
  for (const [name, value] of row.fields) {
    if (!metricNames.has(name) && !FIELDS.has(name)) take(name, value);
  }
  for (const [name, value] of row.attributes ?? []) take(name, value);
  if (length > MAX_ALL_ATTRIBUTES) {
    const remedy = `send at most ${MAX_ALL_ATTRIBUTES} characters beside the metrics`;
    blame('attributes', '', `hold ${length} characters`, remedy);
  }
  return Object.fromEntries(attributes);
}
