import type { Violation } from './failure.ts';

/** One row of an upload before anything is known of its values. */
export interface RawRow {
  /** Line on which the row starts, counted from 1. */
  readonly line: number;
  /** By column, as a `ColumnMap` names it. */
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
