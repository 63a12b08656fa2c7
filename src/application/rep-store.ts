import type { RepRow } from '../domain/read-rep.ts';
import type { Rep } from '../domain/rep.ts';
import type { Page, PageRequest } from './page.ts';

/** Reps of a plan. */
export interface RepStore {
  /** Upserts reps of distinct ids, all at once; with `replace` no others remain. Throws `not-found` where the plan is gone. */
  put(workspaceId: string, planId: string, reps: readonly Rep[], replace: boolean): Promise<void>;
  find(workspaceId: string, planId: string, repId: string): Promise<Rep | null>;
  /** Those of some ids that are reps of any of some plans. */
  known(workspaceId: string, planIds: readonly string[], repIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** By id, ascending. */
  list(workspaceId: string, planId: string, page: PageRequest): Promise<Page<Rep>>;
  /** False where there was none. */
  delete(workspaceId: string, planId: string, repId: string): Promise<boolean>;
}

/** Reads an uploaded file of reps, row by row. */
export interface RepReader {
  /** Throws `unsupported-media-type`; what is wrong with the file as a whole is thrown while its rows are read. */
  read(mediaType: string | undefined, body: ReadableStream<Uint8Array>): AsyncIterable<RepRow>;
}
