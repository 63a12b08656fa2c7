import type { Violation } from './failure.ts';

/** One row of an upload before anything is known of its values. */
export interface RawRow {
  /** Line on which the row starts, counted from 1. */
  readonly line: number;
  /** By column. `id`, `name`, `lat` and `lng` in lower case; all other names as given. */
  readonly fields: ReadonlyMap<string, unknown>;
  /** What the row itself says are metrics. */
  readonly metrics?: ReadonlyMap<string, unknown>;
  /** What the row itself says are attributes. */
  readonly attributes?: ReadonlyMap<string, unknown>;
  /** What is wrong with the row as a whole, whatever its values. */
  readonly fault?: Violation;
}

const NO_FIELDS: ReadonlyMap<string, unknown> = new Map();

/** A row that could not be taken apart. */
export function faultyRow(line: number, fault: Violation): RawRow {
  return { line, fields: NO_FIELDS, fault };
}

/** A column's name as rows hold it: trimmed, and in lower case where it is one of every account. */
export function columnName(given: string): string {
  const name = given.trim();
  const lower = name.toLowerCase();
  return lower === 'id' || lower === 'name' || lower === 'lat' || lower === 'lng' ? lower : name;
}
