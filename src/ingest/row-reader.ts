import type { RawRow } from '../domain/raw-row.ts';

/** Longest row of an upload, in characters. */
export const MAX_ROW_LENGTH = 1_000_000;

/** What a format's reader gives: rows one by one, and what the file says beside them. */
export interface RowReader {
  readonly rows: AsyncIterable<RawRow>;
  /** Columns that the file declares for all its rows, by the names they have here, known from the first row on; null where each row names its own. */
  columns(): readonly string[] | null;
  /** Members of the document beside its rows, whole when the rows are through. */
  members(): Readonly<Record<string, unknown>>;
}
