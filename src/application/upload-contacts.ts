import type { Contact } from '../domain/contact.ts';
import { Failure } from '../domain/failure.ts';
import type { CheckedRow } from '../domain/read-actual.ts';
import { shorten } from '../domain/shorten.ts';
import type { Ports } from './ports.ts';
import type { SentFile } from './refuse-upload.ts';
import type { RowFileReader } from './row-upload.ts';
import type { UploadOptions } from './upload-accounts.ts';
import { type RowReport, uploadRows } from './upload-rows.ts';

/** Rows whose accounts are looked up at once. */
const ROWS_AT_ONCE = 10_000;

/**
 * Stores a file of contacts in a plan; `replace` leaves no others. A row of an account that the plan does not have is a bad one: nothing would take it along
 * when the account goes. Errors: as `uploadRows`; none tells what stands in the file.
 */
export function uploadContacts(
  ports: Ports,
  workspaceId: string,
  planId: string,
  file: SentFile & { readonly columns: ReadonlyMap<string, string> },
  options: UploadOptions,
): Promise<RowReport> {
  const known = (ids: readonly string[]) => ports.contacts.knownAccounts(workspaceId, planId, ids);
  const upload = {
    ...file,
    reader: discreet(ports.contactReader, (rows) => withKnownAccounts(rows, known)),
    store: ports.contacts.uploads,
    replaced: 'all' as const,
    words: { rows: 'contacts', key: 'id', field: 'id' },
    refuse: () => null,
    warn: async () => [],
  };
  return uploadRows(ports, workspaceId, planId, upload, options);
}

type Rows = AsyncIterable<CheckedRow<Contact>>;

/** A reader whose failures tell nothing of what stands in the file: a parser would quote it. */
export function discreet(
  reader: RowFileReader<Contact>,
  through: (rows: Rows) => Rows = (rows) => rows,
): RowFileReader<Contact> {
  return {
    read(mediaType, body, columns) {
      const read = reader.read(mediaType, body, columns);
      return { rows: silenced(through(read.rows)), columns: () => read.columns() };
    },
  };
}

async function* silenced(rows: Rows): AsyncGenerator<CheckedRow<Contact>> {
  try {
    yield* rows;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.kind === 'malformed-body') throw new Failure('malformed-body', 'the body is not what its type says');
    const { kind, violations, violationCount, members } = error;
    if (violations.length === 0) throw error;
    const told = violations.map((one) => ({
      ...{ ...one, value: '' },
      detail: one.detail.replace(/(: the file has the columns|, which has) .*/su, ''),
    }));
    throw new Failure(kind, `${told[0]?.field}: ${told[0]?.detail}`, told, violationCount, members);
  }
}

/** The rows in their order; those of accounts that there are not as bad ones. */
async function* withKnownAccounts(
  rows: Rows,
  known: (ids: readonly string[]) => Promise<ReadonlySet<string>>,
): AsyncGenerator<CheckedRow<Contact>> {
  let some: CheckedRow<Contact>[] = [];
  const settled = async () => {
    const ids = new Set(some.flatMap((row) => (row.ok ? [row.item.account] : [])));
    const found = ids.size === 0 ? new Set<string>() : await known([...ids]);
    const out = some.map((row) => (row.ok && !found.has(row.item.account) ? ofNoAccount(row.line, row.item) : row));
    some = [];
    return out;
  };
  for await (const row of rows) {
    some.push(row);
    if (some.length === ROWS_AT_ONCE) yield* await settled();
  }
  yield* await settled();
}

function ofNoAccount(line: number, { account }: Contact): CheckedRow<Contact> {
  const value = account.includes('@') ? '' : shorten(account);
  const remedy = 'send the account first (PUT /v1/plans/{planId}/accounts), or correct the id';
  const detail = 'is no account of the plan: a contact is kept only as long as its account';
  return { ok: false, line, violations: [{ line, field: 'account', value, detail, remedy }] };
}
