import { guardFormula } from '../domain/formula-safe.ts';

/** A value of a row of CSV. */
export type CsvValue = string | number | readonly string[] | null | undefined;

/** A row of CSV (RFC 4180), of which no text is a formula to a spreadsheet; lists have semicolons between. */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}

/** A number is written as it is: a minus before digits begins no formula. */
function cell(value: CsvValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = guardFormula(typeof value === 'string' ? value : value.join(';'));
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
