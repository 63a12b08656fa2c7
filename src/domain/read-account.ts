import type { Account } from './account.ts';
import type { Violation } from './failure.ts';
import { isEmpty } from './infer-metrics.ts';
import { ACCOUNT_COLUMNS } from './metric.ts';
import type { RawRow } from './raw-row.ts';
import { readNumber } from './read-number.ts';
import { shorten } from './shorten.ts';

/** A row of an upload after its rules were checked. */
export type UploadRow =
  | { readonly ok: true; readonly line: number; readonly account: Account }
  | { readonly ok: false; readonly line: number; readonly violations: readonly Violation[] };

const MAX_ID = 200;
const MAX_NAME = 1_000;
const MAX_ATTRIBUTE = 10_000;
/** Above it a row of the record would outgrow what D1 stores. */
const MAX_ALL_ATTRIBUTES = 100_000;

/** Reads one account, or names everything that is wrong with its row. An empty metric is 0; what is neither column of every account nor metric is an attribute, as text. */
export function readAccount(row: RawRow, metricNames: ReadonlySet<string>): UploadRow {
  if (row.fault !== undefined) return { ok: false, line: row.line, violations: [{ ...row.fault, line: row.line }] };
  const violations: Violation[] = [];
  const blame = (field: string, value: unknown, detail: string, remedy: string) => {
    violations.push({ line: row.line, field, value: shownValue(value), detail, remedy });
  };
  const account: Account = {
    id: readId(row.fields.get('id'), blame),
    name: readName(row.fields.get('name'), blame),
    lat: readDegrees('lat', row.fields.get('lat'), 90, blame),
    lng: readDegrees('lng', row.fields.get('lng'), 180, blame),
    metrics: readMetrics(row, metricNames, blame),
    attributes: readAttributes(row, metricNames, blame),
  };
  return violations.length === 0 ? { ok: true, line: row.line, account } : { ok: false, line: row.line, violations };
}

type Blame = (field: string, value: unknown, detail: string, remedy: string) => void;

function readId(value: unknown, blame: Blame): string {
  const remedy = `send 1 to ${MAX_ID} characters, unique in the file`;
  if (isEmpty(value)) blame('id', value, 'is empty', remedy);
  else if (typeof value !== 'string' && !Number.isSafeInteger(value)) blame('id', value, 'is not text', remedy);
  else {
    const id = String(value).trim();
    if (id.length > MAX_ID) blame('id', id, `is longer than ${MAX_ID} characters`, remedy);
    else if (/[\p{Cc}\p{Cs}]/u.test(id)) blame('id', id, 'holds a control character', remedy);
    return id;
  }
  return '';
}

function readName(value: unknown, blame: Blame): string {
  if (isEmpty(value)) return '';
  const name = textOf(value).trim();
  checkText('name', name, MAX_NAME, blame);
  return name;
}

function readDegrees(field: 'lat' | 'lng', value: unknown, limitDeg: number, blame: Blame): number {
  const remedy = `send decimal degrees from -${limitDeg} to ${limitDeg}`;
  if (isEmpty(value)) {
    blame(field, value, 'is empty', remedy);
    return 0;
  }
  const degrees = readNumber(value);
  if (degrees === null) blame(field, value, 'is not a number', `${remedy}, with a point, such as 40.7128`);
  else if (degrees > limitDeg) blame(field, value, `is above ${limitDeg}`, `${remedy}; are lat and lng swapped?`);
  else if (degrees < -limitDeg) blame(field, value, `is below -${limitDeg}`, `${remedy}; are lat and lng swapped?`);
  return degrees ?? 0;
}

function readMetrics(row: RawRow, metricNames: ReadonlySet<string>, blame: Blame): Record<string, number> {
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
    if (!metricNames.has(name) && !(ACCOUNT_COLUMNS as readonly string[]).includes(name)) take(name, value);
  }
  for (const [name, value] of row.attributes ?? []) take(name, value);
  if (length > MAX_ALL_ATTRIBUTES) {
    const remedy = `send at most ${MAX_ALL_ATTRIBUTES} characters beside the metrics`;
    blame('attributes', '', `hold ${length} characters`, remedy);
  }
  return Object.fromEntries(attributes);
}

function checkText(field: string, text: string, limit: number, blame: Blame): void {
  const remedy = `send at most ${limit} characters of text`;
  if (text.length > limit) blame(field, text, `is longer than ${limit} characters`, remedy);
  else if (text.includes('\0')) blame(field, text, 'holds a NUL character', remedy);
}

function textOf(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed();
}

function shownValue(value: unknown): string {
  return value === undefined || value === null ? '' : shorten(textOf(value));
}
