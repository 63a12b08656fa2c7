import { Failure } from '../domain/failure.ts';
import { type BadRows, findBadRows } from './find-bad-rows.ts';
import { getPlan } from './get-plan.ts';
import type { Ports } from './ports.ts';
import type { RowFileReader, RowUploads } from './row-upload.ts';

/** A file that came with a request. */
export interface SentFile {
  readonly mediaType: string | undefined;
  readonly body: ReadableStream<Uint8Array>;
}

/**
 * The failure of an upload of accounts that is refused whatever its rows are, with what is wrong with these, too. Nothing is stored.
 *
 * Where there is no such plan, or nobody reads the file, the failure is as it was.
 */
export function refuseAccounts(
  ports: Ports,
  workspaceId: string,
  planId: string,
  { mediaType, body, columns }: SentFile & { readonly columns: ReadonlyMap<string, string> },
  refused: Failure,
): Promise<Failure> {
  return refuseWith(refused, async () => {
    const { metrics, metricDetails } = await getPlan(ports, workspaceId, planId);
    const countMetrics = new Set(metricDetails.filter(({ kind }) => kind === 'count').map(({ name }) => name));
    const declaredMetrics = metrics.length > 0 ? metrics : null;
    const { rows } = ports.accountReader.read(mediaType, body, { declaredMetrics, countMetrics, columns });
    return findBadRows(rows, ({ account }) => account.id);
  });
}

/** The same for an upload of reps. */
export function refuseReps(
  ports: Ports,
  workspaceId: string,
  planId: string,
  { mediaType, body }: SentFile,
  refused: Failure,
): Promise<Failure> {
  return refuseWith(refused, async () => {
    await getPlan(ports, workspaceId, planId);
    return findBadRows(ports.repReader.read(mediaType, body), ({ rep }) => rep.id);
  });
}

/** The same for an upload of rows of one kind. */
export function refuseRows<Item>(
  ports: Ports,
  workspaceId: string,
  planId: string,
  { mediaType, body, columns, reader, store }: RefusedRows<Item>,
  refused: Failure,
): Promise<Failure> {
  return refuseWith(refused, async () => {
    await getPlan(ports, workspaceId, planId);
    return findBadRows(reader.read(mediaType, body, columns).rows, ({ item }) => store.keyOf(item));
  });
}

interface RefusedRows<Item> extends SentFile {
  readonly columns: ReadonlyMap<string, string>;
  readonly reader: RowFileReader<Item>;
  readonly store: Pick<RowUploads<Item, never>, 'keyOf'>;
}

async function refuseWith(refused: Failure, find: () => Promise<BadRows>): Promise<Failure> {
  try {
    return refused.and(await find());
  } catch (error) {
    if (error instanceof Failure) return refused;
    throw error;
  }
}
