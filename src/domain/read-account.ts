import type { Account } from './account.ts';
import { ACCOUNT_FIELDS } from './account-field.ts';
import type { Violation } from './failure.ts';
import { isEmpty } from './infer-metrics.ts';
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
const MAX_LABEL = 200;
/** Product lines, and skills, of one account. */
const MAX_LABELS = 50;
/** Visits in a period, and minutes of a visit. */
const MAX_VISITS = 10_000;
/** Above it a row of the record would outgrow what D1 stores. */
const MAX_ALL_ATTRIBUTES = 100_000;

/** Reads one account, or names everything that is wrong with its row. An empty metric is 0; what is neither field nor metric is an attribute, as text. */
export function readAccount(row: RawRow, metricNames: ReadonlySet<string>): UploadRow {
  if (row.fault !== undefined) return { ok: false, line: row.line, violations: [{ ...row.fault, line: row.line }] };
  const violations: Violation[] = [];
  const blame = (field: string, value: unknown, detail: string, remedy: string) => {
    violations.push({ line: row.line, field, value: shownValue(value), detail, remedy });
  };
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
    repId: isEmpty(own.get('repId')) ? null : readId('repId', own.get('repId'), blame),
    metrics: readMetrics(row, metricNames, blame),
    attributes: readAttributes(row, metricNames, blame),
  };
  return violations.length === 0 ? { ok: true, line: row.line, account } : { ok: false, line: row.line, violations };
}

type Blame = (field: string, value: unknown, detail: string, remedy: string) => void;

function readId(field: 'id' | 'repId', value: unknown, blame: Blame): string {
  const remedy = `send 1 to ${MAX_ID} characters${field === 'id' ? ', unique in the file' : ''}`;
  if (isEmpty(value)) blame(field, value, 'is empty', remedy);
  else if (typeof value !== 'string' && !Number.isSafeInteger(value)) blame(field, value, 'is not text', remedy);
  else {
    const id = String(value).trim();
    if (id.length > MAX_ID) blame(field, id, `is longer than ${MAX_ID} characters`, remedy);
    else if (/[\p{Cc}\p{Cs}]/u.test(id)) blame(field, id, 'holds a control character', remedy);
    return id;
  }
  return '';
}

function readLabel(field: string, value: unknown, blame: Blame): string | null {
  if (isEmpty(value)) return null;
  const label = textOf(value).trim();
  if (typeof value === 'object') blame(field, value, 'is not text', 'send one text');
  else if (/\p{Cc}/u.test(label)) blame(field, label, 'holds a control character', 'send printable text');
  else checkText(field, label, MAX_LABEL, blame);
  return label;
}

/** Labels as an array, or as one text with semicolons between; each once. */
function readLabels(field: string, value: unknown, blame: Blame): string[] {
  if (isEmpty(value)) return [];
  const parts: unknown[] = Array.isArray(value) ? value : textOf(value).split(';');
  if (typeof value === 'object' && !Array.isArray(value)) {
    blame(field, value, 'is not a list', 'send an array of texts, or one text with ; between');
    return [];
  }
  if (parts.length > MAX_LABELS) {
    blame(field, value, `has more than ${MAX_LABELS} entries`, `send at most ${MAX_LABELS}`);
    return [];
  }
  const labels = parts.map((part) => readLabel(field, part, blame));
  const split = labels.find((label) => label?.includes(';'));
  if (split !== undefined) blame(field, split, 'holds a semicolon', 'leave it out: in CSV it parts the entries');
  return [...new Set(labels.filter((label) => label !== null))];
}

function readAmount(field: string, value: unknown, blame: Blame): number | null {
  if (isEmpty(value)) return null;
  const remedy = `send a number from 0 to ${MAX_VISITS}, or nothing`;
  const amount = readNumber(value);
  if (amount === null) blame(field, value, 'is not a number', remedy);
  else if (amount < 0) blame(field, value, 'is negative', remedy);
  else if (amount > MAX_VISITS) blame(field, value, `is above ${MAX_VISITS}`, remedy);
  return amount;
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
    if (!metricNames.has(name) && !(ACCOUNT_FIELDS as readonly string[]).includes(name)) take(name, value);
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
