import type { Violation } from './failure.ts';
import { isEmpty } from './infer-metrics.ts';
import { readNumber } from './read-number.ts';
import { shorten } from './shorten.ts';

/** Takes what is wrong with one value of a row. */
export type Blame = (field: string, value: unknown, detail: string, remedy: string) => void;

const MAX_ID = 200;
const MAX_NAME = 1_000;
const MAX_LABEL = 200;
/** Product lines, or skills, of one account or rep. */
const MAX_LABELS = 50;
const MAX_AMOUNT = 10_000;

/** A blame that fills a list, for the row on a line. */
export function blameInto(violations: Violation[], line: number): Blame {
  return (field, value, detail, remedy) => {
    const shown = value === undefined || value === null ? '' : shorten(textOf(value));
    violations.push({ line, field, value: shown, detail, remedy });
  };
}

/** An id of the caller's. */
export function readId(field: 'id' | 'repId' | 'account', value: unknown, blame: Blame): string {
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

/** A short text, or null. */
export function readLabel(field: string, value: unknown, blame: Blame): string | null {
  if (isEmpty(value)) return null;
  const label = textOf(value).trim();
  if (typeof value === 'object') blame(field, value, 'is not text', 'send one text');
  else if (/\p{Cc}/u.test(label)) blame(field, label, 'holds a control character', 'send printable text');
  else checkText(field, label, MAX_LABEL, blame);
  return label;
}

/** Labels as an array, or as one text with semicolons between; each once. */
export function readLabels(field: string, value: unknown, blame: Blame): string[] {
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

/** A number of hours, minutes or visits, or null. */
export function readAmount(field: string, value: unknown, blame: Blame): number | null {
  if (isEmpty(value)) return null;
  const remedy = `send a number from 0 to ${MAX_AMOUNT}, or nothing`;
  const amount = readNumber(value);
  if (amount === null) blame(field, value, 'is not a number', remedy);
  else if (amount < 0) blame(field, value, 'is negative', remedy);
  else if (amount > MAX_AMOUNT) blame(field, value, `is above ${MAX_AMOUNT}`, remedy);
  return amount;
}

/** A name; empty where there is none. */
export function readName(value: unknown, blame: Blame): string {
  if (isEmpty(value)) return '';
  const name = textOf(value).trim();
  checkText('name', name, MAX_NAME, blame);
  return name;
}

/** A latitude (`limitDeg` 90) or longitude (180). */
export function readDegrees(field: string, value: unknown, limitDeg: number, blame: Blame): number {
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

/** Blames a text that is too long, or that SQL would cut. */
export function checkText(field: string, text: string, limit: number, blame: Blame): void {
  const remedy = `send at most ${limit} characters of text`;
  if (text.length > limit) blame(field, text, `is longer than ${limit} characters`, remedy);
  else if (text.includes('\0')) blame(field, text, 'holds a NUL character', remedy);
}

/** A value as text. */
export function textOf(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed();
}
