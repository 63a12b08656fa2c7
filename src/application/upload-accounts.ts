import type { ColumnUse } from '../domain/column-map.ts';
import { Failure, type Violation } from '../domain/failure.ts';
import type { AccountUpload } from './account-reader.ts';
import { AccountWriter, type Tally } from './account-writer.ts';
import { getPlan } from './get-plan.ts';
import type { NotedReps } from './noted-reps.ts';
import type { Ports } from './ports.ts';

/** How an upload counts. */
export interface UploadOptions {
  /** `merge` keeps the accounts that the file does not name; `replace` leaves none but the file's. */
  readonly mode: 'merge' | 'replace';
  /** `skip` stores the good rows of a file with bad ones; `reject` stores none of it. */
  readonly onError: 'skip' | 'reject';
  /** Checks and counts everything, and stores nothing. */
  readonly dryRun: boolean;
}

/** What became of an upload. */
export interface UploadReport extends Tally {
  readonly mode: UploadOptions['mode'];
  readonly dryRun: boolean;
  /** Metrics of the plan after the upload. */
  readonly metrics: readonly string[];
  /** What each column was taken for: a field, a metric or, by its own name, an attribute. */
  readonly columns: readonly ColumnUse[];
  /** The first 1,000. */
  readonly violations: readonly Violation[];
  readonly violationCount: number;
}

interface Upload {
  readonly mediaType: string | undefined;
  readonly body: ReadableStream<Uint8Array>;
  /** What columns are called here, by the names that the file gives them. */
  readonly columns: ReadonlyMap<string, string>;
}

/**
 * Stores a file of accounts in a plan. Rows are stored in chunks while the file is read, so memory does not grow with it. A plan without
 * metrics gets those that the first 1,000 rows show.
 *
 * What must be whole to count (`replace`, `reject`, `dryRun`) is stored in a set beside the one in force, and counts, or not, at once at
 * the end: whatever breaks off before leaves the accounts as they were.
 *
 * Errors: `not-found`; `accounts-replaced`; `invalid-rows` when no row is good, or one is bad and `onError` is `reject`; what the reader
 * throws, with the rows stored until then.
 */
export async function uploadAccounts(
  ports: Ports,
  workspaceId: string,
  planId: string,
  { mediaType, body, columns }: Upload,
  options: UploadOptions,
  reps: NotedReps,
): Promise<UploadReport> {
  const { mode, onError, dryRun } = options;
  const plan = await getPlan(ports, workspaceId, planId);
  const declaredMetrics = plan.metrics.length > 0 ? plan.metrics : null;
  const counts = plan.metricDetails.filter(({ kind }) => kind === 'count');
  const countMetrics = new Set(counts.map(({ name }) => name));
  const upload = ports.accountReader.read(mediaType, body, { declaredMetrics, countMetrics, columns });
  await ports.accountSets.sweep(workspaceId, planId);
  const staged = mode === 'replace' || onError === 'reject' || dryRun;
  const set = staged
    ? await ports.accountSets.stage(workspaceId, planId, mode === 'replace' && !dryRun)
    : await ports.accountSets.openInForce(workspaceId, planId);
  const writer = new AccountWriter(ports, set, plan, staged);
  try {
    await storeRows(upload, writer, reps);
    checkRows(writer, onError);
    if (staged && !dryRun) {
      if (mode === 'replace') await ports.accountSets.putInForce(set, upload.metrics());
      else await ports.accountSets.mergeIntoForce(set, upload.metrics());
    }
  } catch (error) {
    if (staged) await clear(ports, workspaceId, planId, () => ports.accountSets.discard(set));
    if (!(error instanceof Failure)) throw error;
    const { kind, message, violations, violationCount } = error;
    const tally = staged ? { ...writer.tally(), accepted: 0 } : writer.tally();
    throw new Failure(kind, message, violations, violationCount, { ...tally });
  }
  if (staged) {
    await clear(ports, workspaceId, planId, dryRun ? () => ports.accountSets.discard(set) : async () => {});
  }
  const { listed, count } = writer.violations;
  return {
    ...writer.tally(),
    mode,
    dryRun,
    metrics: upload.metrics(),
    columns: upload.columns(),
    violations: listed,
    violationCount: count,
  };
}

async function storeRows(upload: AccountUpload, writer: AccountWriter, reps: NotedReps): Promise<void> {
  for await (const row of upload.rows) {
    if (!row.ok) writer.violations.add(row.violations);
    else {
      if (!writer.knowsMetrics) await writer.settleMetrics(upload.metrics());
      reps.note(row.account.repId);
      const stored = writer.add(row.line, row.account);
      if (stored !== null) await stored;
    }
  }
  await writer.flush();
}

function checkRows(writer: AccountWriter, onError: UploadOptions['onError']): void {
  const { rows, listed, count } = writer.violations;
  const none = writer.tally().accepted === 0;
  if (!none && (rows === 0 || onError === 'skip')) return;
  const bad = rows === 1 ? '1 row is bad' : `${rows} rows are bad`;
  throw new Failure('invalid-rows', none ? `all ${rows} rows are bad` : `${bad}: nothing is stored`, listed, count);
}

/** Deletes what nobody sees. What of it fails is left to the next upload. */
async function clear(ports: Ports, workspaceId: string, planId: string, first: () => Promise<void>): Promise<void> {
  try {
    await first();
    await ports.accountSets.sweep(workspaceId, planId);
  } catch (error) {
    console.warn(JSON.stringify({ planId, sweep: String(error) }));
  }
}
