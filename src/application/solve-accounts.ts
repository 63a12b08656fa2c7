import type { Cell, Resolution } from '../domain/cell.ts';
import { cellNumber } from '../domain/cell-number.ts';
import { Failure } from '../domain/failure.ts';
import { leafOf } from '../domain/leaf-table.ts';
import type { AccountUpload } from './account-reader.ts';
import { binAccounts } from './bin-accounts.ts';
import { findBadRows } from './find-bad-rows.ts';
import { type LayoutRequest, layoutProblem } from './layout-problem.ts';
import type { Ports } from './ports.ts';
import { type SolvedLayout, solveLayout } from './solve-layout.ts';

/** Accounts of one request, whose ids and cells are held at once; more are a plan. */
const MAX_ACCOUNTS = 250_000;

/** What is asked of a one-shot solve. */
export interface AccountsRequest {
  readonly layout: LayoutRequest;
  readonly finestResolution: Resolution;
  readonly assignments: boolean;
}

/** A layout of accounts that are kept nowhere else. */
export interface SolvedAccounts extends SolvedLayout {
  /** Each account's territory in the order of the file, where it was asked for. */
  readonly assignments: readonly { readonly accountId: string; readonly territoryId: string }[] | null;
}

/** Reads what is wanted from the members of a document, as far as they are read; `whole`: all of them are. Throws `invalid-parameter`. */
export type ReadRequest = (members: Readonly<Record<string, unknown>>, whole: boolean) => AccountsRequest;

/**
 * Divides the accounts of an upload. The layout is recorded, attached to no plan.
 *
 * `readRequest` is asked twice for what is wanted: before the first account is placed, and when all are read, since a JSON document may
 * hold its options after its accounts.
 *
 * Errors: `invalid-parameter` for what is wrong with the request, with every bad row, too; `invalid-rows` where rows alone are bad;
 * `invalid-problem`; what the reader throws.
 */
export async function solveAccounts(
  ports: Ports,
  workspaceId: string,
  upload: AccountUpload,
  readRequest: ReadRequest,
): Promise<SolvedAccounts> {
  const { binned, early } = await readAccounts(upload, readRequest);
  const { layout: request, finestResolution, assignments } = readRequest(upload.members(), true);
  if (finestResolution !== early.finestResolution || (assignments && !early.assignments)) throw tooLate();
  const solved = await solveLayout(ports, workspaceId, layoutProblem(binned.sums, finestResolution, request), null);
  return { ...solved, assignments: assignments ? assign(solved, binned.accounts) : null };
}

async function readAccounts(upload: AccountUpload, readRequest: ReadRequest) {
  let opened = upload;
  try {
    opened = await openRows(upload);
    const early = readRequest(upload.members(), false);
    const options = { resolution: early.finestResolution, keepAccounts: early.assignments, maxAccounts: MAX_ACCOUNTS };
    return { early, binned: await binAccounts(opened, options) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw await wholeFailure(error, opened, readRequest);
  }
}

/** What is wrong with the request does not hide the bad rows, and they do not hide it. */
async function wholeFailure(first: Failure, upload: AccountUpload, readRequest: ReadRequest): Promise<Failure> {
  if (first.kind !== 'invalid-parameter' && first.kind !== 'invalid-rows') return first;
  const rows = first.kind === 'invalid-rows' ? first : await findBadRows(upload.rows, ({ account }) => account.id);
  try {
    readRequest(upload.members(), true);
    return first;
  } catch (error) {
    if (error instanceof Failure) return error.and(rows);
    throw error;
  }
}

/** Reads the first row, so that what a document holds before its accounts is known. */
async function openRows(upload: AccountUpload): Promise<AccountUpload> {
  const rows = upload.rows[Symbol.asyncIterator]();
  const first = await rows.next();
  async function* all() {
    for (let next = first; !next.done; next = await rows.next()) yield next.value;
  }
  return {
    rows: all(),
    metrics: () => upload.metrics(),
    columns: () => upload.columns(),
    members: () => upload.members(),
  };
}

function tooLate(): Failure {
  return Failure.invalid('invalid-parameter', {
    field: 'accounts',
    value: '',
    detail: 'come before resolution, finestResolution or include in the document, by which they are read',
    remedy: 'put these members before accounts, or send them in the query',
  });
}

function assign({ layout, leaves }: SolvedLayout, accounts: readonly { accountId: string; cell: Cell }[]) {
  const territoryOf = new Map<Cell, string>();
  return accounts.map(({ accountId, cell }) => {
    let territoryId = territoryOf.get(cell);
    if (territoryId === undefined) {
      const leaf = leafOf(leaves.cells, cellNumber(cell));
      territoryId = layout.territories[leaves.territories[leaf] ?? -1]?.id ?? '';
      territoryOf.set(cell, territoryId);
    }
    return { accountId, territoryId };
  });
}
