import { Failure, type Violation } from '../domain/failure.ts';
import { AccountWriter, type Tally } from './account-writer.ts';
import { getPlan } from './get-plan.ts';
import type { AccountUpload, Ports } from './ports.ts';

/** What became of an upload. */
export interface UploadReport extends Tally {
  /** Metrics of the plan after the upload. */
  readonly metrics: readonly string[];
  /** The first 1,000. */
  readonly violations: readonly Violation[];
  readonly violationCount: number;
}

interface Upload {
  readonly mediaType: string | undefined;
  readonly body: ReadableStream<Uint8Array>;
}

/**
 * Adds a file of accounts to a plan, replacing those with the same id. Rows are stored in chunks while the file is read, so memory does
 * not grow with it; bad rows are reported and the rest is stored. A plan without metrics gets those that the first 1,000 rows show.
 *
 * Errors: `not-found`; `invalid-rows` when no row is good; what the reader throws, with the rows stored until then.
 */
export async function uploadAccounts(
  ports: Ports,
  workspaceId: string,
  planId: string,
  { mediaType, body }: Upload,
): Promise<UploadReport> {
  const plan = await getPlan(ports, workspaceId, planId);
  const declaredMetrics = plan.metrics.length > 0 ? plan.metrics : null;
  const upload = ports.accountReader.read(mediaType, body, { declaredMetrics });
  const writer = new AccountWriter(ports, workspaceId, plan);
  try {
    await storeRows(upload, writer);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { kind, message, violations, violationCount } = error;
    throw new Failure(kind, message, violations, violationCount, { ...writer.tally() });
  }
  const { listed, count } = writer.violations;
  if (writer.tally().accepted === 0) {
    throw new Failure('invalid-rows', `all ${writer.violations.rows} rows are bad`, listed, count, {
      ...writer.tally(),
    });
  }
  return { ...writer.tally(), metrics: upload.metrics(), violations: listed, violationCount: count };
}

async function storeRows(upload: AccountUpload, writer: AccountWriter): Promise<void> {
  for await (const row of upload.rows) {
    if (!row.ok) writer.violations.add(row.violations);
    else {
      await writer.settleMetrics(upload.metrics());
      await writer.add(row.line, row.account);
    }
  }
  await writer.flush();
}
