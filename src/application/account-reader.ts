import type { ColumnUse } from '../domain/column-map.ts';
import type { UploadRow } from '../domain/read-account.ts';

/** Reads an uploaded file of accounts. */
export interface AccountReader {
  /** Starts reading. Throws `unsupported-media-type`; what is wrong with the file as a whole is thrown while its rows are read. */
  read(mediaType: string | undefined, body: ReadableStream<Uint8Array>, options: ReadOptions): AccountUpload;
}

export interface ReadOptions {
  /** Metrics that bind; null: the numeric columns of the first 1,000 rows, at most 16. */
  readonly declaredMetrics: readonly string[] | null;
  /** Those of them that count, so that their values are whole numbers. */
  readonly countMetrics?: ReadonlySet<string>;
  /** What columns are called here, by the names that the file gives them. */
  readonly columns?: ReadonlyMap<string, string>;
}

/** An upload under way. Its rows can be read once, and are held a few at a time. */
export interface AccountUpload {
  readonly rows: AsyncIterable<UploadRow>;
  /** Names of the metrics beside `accounts`, settled from the first row on. */
  metrics(): readonly string[];
  /** What the columns read so far were taken for. */
  columns(): readonly ColumnUse[];
  /** What a JSON document holds beside its accounts; whole when the rows are through. */
  members(): Readonly<Record<string, unknown>>;
}
