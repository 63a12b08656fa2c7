import type { ColumnUse } from '../domain/column-map.ts';
import type { CheckedRow } from '../domain/read-actual.ts';

/** Reads an uploaded file of one kind of row. */
export interface RowFileReader<Item> {
  /** Starts reading. Throws `unsupported-media-type`; what is wrong with the file as a whole is thrown while its rows are read. */
  read(
    mediaType: string | undefined,
    body: ReadableStream<Uint8Array>,
    columns: ReadonlyMap<string, string>,
  ): { readonly rows: AsyncIterable<CheckedRow<Item>>; columns(): readonly ColumnUse[] };
}

/** An upload of rows to a plan under way. */
export interface OpenUpload {
  readonly workspaceId: string;
  readonly planId: string;
  readonly uploadNumber: number;
  /** Its rows are seen by nobody until it is finished. */
  readonly isDraft: boolean;
}

/** Accounts, or other things that rows name, that the plan does not have: some of them, and how many rows name any. */
export interface UnknownNames {
  readonly names: readonly string[];
  readonly nameCount: number;
  readonly rowCount: number;
}

/** Stores rows of one kind, each under a key of its own in its plan. Throws `not-found` where the plan is gone. */
export interface RowUploads<Item, Replaced> {
  /** Cost: a query, and two per 20,000 rows that uploads have left behind, 40 at most. */
  open(workspaceId: string, planId: string, isDraft: boolean): Promise<OpenUpload>;
  /** What is the same of two rows that are one. */
  keyOf(item: Item): string;
  /** Upserts rows of distinct keys, at most 4,000 times; answers the positions of those whose key this upload has sent before, which stay as they were. */
  put(upload: OpenUpload, items: readonly Item[]): Promise<number[]>;
  /** Stores rows of a plan that comes in from a file, and answers how many: those whose key is there stay as they are. */
  restore(workspaceId: string, planId: string, items: readonly Item[]): Promise<number>;
  /** Accounts that rows of the upload name and the plan does not have. */
  unknownAccounts(upload: OpenUpload): Promise<UnknownNames>;
  /** Has the rows of a draft count, all at once, in place of those that `replaced` says; null: beside all others. */
  finish(upload: OpenUpload, replaced: Replaced | null): Promise<void>;
  /** Ends an upload; rows of a draft go. */
  close(upload: OpenUpload): Promise<void>;
}
