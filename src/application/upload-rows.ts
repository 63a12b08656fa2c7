import type { ColumnUse } from '../domain/column-map.ts';
import { Failure, type Violation } from '../domain/failure.ts';
import { shorten } from '../domain/shorten.ts';
import { getPlan } from './get-plan.ts';
import type { Ports } from './ports.ts';
import type { OpenUpload, RowFileReader, RowUploads, UnknownNames } from './row-upload.ts';
import type { UploadOptions } from './upload-accounts.ts';
import { ViolationList } from './violation-list.ts';

/** Rows stored at once. Two million rows are 600 queries. */
const CHUNK_ROWS = 10_000;
/** Rows of one request: with what is checked afterwards, and left by uploads before, within the thousand queries that D1 allows it. */
const MAX_ROWS = 2_000_000;
/** Characters of keys held at once: rows with the longest ids are fewer. */
const CHUNK_LENGTH = 600_000;

/** A file of rows of one kind, and where they go. */
export interface RowFileUpload<Item, Replaced> {
  readonly mediaType: string | undefined;
  readonly body: ReadableStream<Uint8Array>;
  /** What columns are called here, by the names that the file gives them. */
  readonly columns: ReadonlyMap<string, string>;
  readonly reader: RowFileReader<Item>;
  readonly store: RowUploads<Item, Replaced>;
  /** Which rows those of the file replace; null: those with the same key alone. */
  readonly replaced: Replaced | null;
  /** What a row and those with the same key are called. */
  readonly words: { readonly rows: string; readonly key: string; readonly field: string };
  /** What may be a mistake in a row that the file is let pass with; null: nothing. */
  readonly refuse: (item: Item) => Omit<Violation, 'line'> | null;
  /** Looks at what was stored, before it counts where all of it counts at once. */
  readonly warn: (upload: OpenUpload) => Promise<Violation[]>;
}

/** What became of an upload. */
export interface RowReport {
  readonly mode: UploadOptions['mode'];
  readonly dryRun: boolean;
  readonly accepted: number;
  readonly rejected: number;
  readonly columns: readonly ColumnUse[];
  /** The first 1,000. */
  readonly violations: readonly Violation[];
  readonly violationCount: number;
  readonly warnings: readonly Violation[];
}

/**
 * Stores a file of rows in a plan, in chunks while it is read, so memory does not grow with it.
 *
 * What must be whole to count (`replace`, `reject`, `dryRun`) is kept aside and counts, or not, at once at the end: whatever breaks off before leaves all as
 * it was.
 *
 * Errors: `not-found`; `invalid-rows` when no row is good, or one is bad and `onError` is `reject`; `payload-too-large`; what the reader throws.
 */
export async function uploadRows<Item, Replaced>(
  ports: Ports,
  workspaceId: string,
  planId: string,
  file: RowFileUpload<Item, Replaced>,
  { mode, onError, dryRun }: UploadOptions,
): Promise<RowReport> {
  await getPlan(ports, workspaceId, planId);
  const { store, replaced } = file;
  const read = file.reader.read(file.mediaType, file.body, file.columns);
  const upload = await store.open(workspaceId, planId, mode === 'replace' || onError === 'reject' || dryRun);
  const tally = { accepted: 0, violations: new ViolationList() };
  let warnings: Violation[];
  try {
    await storeRows(read.rows, file, upload, tally);
    const mayBeEmpty = mode === 'replace' && tally.violations.rows === 0;
    if (!mayBeEmpty) checkRows(tally.accepted, tally.violations, onError, file.words.rows);
    warnings = await file.warn(upload);
    if (upload.isDraft && !dryRun) await store.finish(upload, mode === 'replace' ? replaced : null);
  } catch (error) {
    await close(store, upload);
    if (!(error instanceof Failure)) throw error;
    const { kind, message, violations, violationCount } = error;
    const counts = { accepted: upload.isDraft ? 0 : tally.accepted, rejected: tally.violations.rows };
    throw new Failure(kind, message, violations, violationCount, counts);
  }
  await close(store, upload);
  const { rows: rejected, listed: violations, count: violationCount } = tally.violations;
  const { accepted } = tally;
  return { mode, dryRun, accepted, rejected, columns: read.columns(), violations, violationCount, warnings };
}

async function storeRows<Item, Replaced>(
  rows: ReturnType<RowFileReader<Item>['read']>['rows'],
  { store, words, refuse }: RowFileUpload<Item, Replaced>,
  upload: OpenUpload,
  tally: { accepted: number; readonly violations: ViolationList },
): Promise<void> {
  const lines = new Map<string, number>();
  let chunk: { readonly line: number; readonly item: Item }[] = [];
  let [length, sent] = [0, 0];
  const blameTwin = (line: number, item: Item, first: number | null) => {
    const detail = `is the ${words.key} of ${first === null ? 'an earlier row' : `line ${first}`} too`;
    const value = shorten(store.keyOf(item).replaceAll('\n', ', '));
    tally.violations.add([
      { line, field: words.field, value, detail, remedy: 'send one row for them; the first was taken' },
    ]);
  };
  const flush = async () => {
    if (chunk.length === 0) return;
    const doubled = await store.put(
      upload,
      chunk.map(({ item }) => item),
    );
    for (const at of doubled) {
      const { line, item } = chunk[at] as (typeof chunk)[number];
      blameTwin(line, item, null);
    }
    tally.accepted += chunk.length - doubled.length;
    chunk = [];
    lines.clear();
    length = 0;
  };
  for await (const row of rows) {
    if (!row.ok) {
      tally.violations.add(row.violations);
      continue;
    }
    const { line, item } = row;
    const refused = refuse(item);
    const key = store.keyOf(item);
    const first = lines.get(key);
    if (refused !== null) tally.violations.add([{ ...refused, line }]);
    else if (first !== undefined) blameTwin(line, item, first);
    else {
      if (sent++ === MAX_ROWS) {
        throw new Failure('payload-too-large', `more than ${MAX_ROWS} rows in one request: send them in parts`);
      }
      lines.set(key, line);
      chunk.push({ line, item });
      length += key.length;
      if (chunk.length >= CHUNK_ROWS || length >= CHUNK_LENGTH) await flush();
    }
  }
  await flush();
}

function checkRows(accepted: number, bad: ViolationList, onError: UploadOptions['onError'], word: string): void {
  if (accepted === 0 && bad.rows === 0) throw new Failure('invalid-rows', `the file holds no ${word}`);
  if (accepted > 0 && (bad.rows === 0 || onError === 'skip')) return;
  const some = bad.rows === 1 ? '1 row is bad' : `${bad.rows} rows are bad`;
  const detail = accepted === 0 ? `all ${bad.rows} rows are bad` : `${some}: nothing is stored`;
  throw new Failure('invalid-rows', detail, bad.listed, bad.count);
}

/** Ends an upload. What of it fails is left to the next one. */
async function close(store: RowUploads<never, never>, upload: OpenUpload): Promise<void> {
  try {
    await store.close(upload);
  } catch (error) {
    console.warn(JSON.stringify({ planId: upload.planId, upload: String(error) }));
  }
}

/** A warning of accounts that rows name and the plan does not have. */
export function warnOfAccounts({ names, nameCount, rowCount }: UnknownNames): Violation[] {
  if (nameCount === 0) return [];
  const accounts =
    nameCount === 1 ? 'an account that the plan does not have' : `${nameCount} accounts that the plan does not have`;
  return [
    {
      field: 'account',
      value: shorten(names.join(', ')),
      detail: `is no account of the plan: ${rowCount === 1 ? '1 row names' : `${rowCount} rows name`} ${accounts}`,
      remedy:
        'send the accounts, too (PUT /v1/plans/{planId}/accounts), or correct the ids: until then the plan has them and no territory',
    },
  ];
}
