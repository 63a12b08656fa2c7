import type { Account } from '../domain/account.ts';
import type { Cell, Resolution } from '../domain/cell.ts';
import { cellAt } from '../domain/cell-at.ts';
import { cellNumber } from '../domain/cell-number.ts';
import { Failure } from '../domain/failure.ts';
import { ACCOUNTS_METRIC } from '../domain/metric.ts';
import type { AccountUpload } from './account-reader.ts';
import type { CellSums } from './cell-sums.ts';
import { ViolationList } from './violation-list.ts';

/** Accounts of an upload, binned without being stored. */
export interface BinnedUpload {
  readonly sums: CellSums;
  /** Accounts in the order of the file with their cells; empty unless asked for. */
  readonly accounts: readonly { readonly accountId: string; readonly cell: Cell }[];
}

export interface BinOptions {
  readonly resolution: Resolution;
  /** Whether to keep each account's cell. */
  readonly keepAccounts: boolean;
  /** Most accounts; ids and cells of all are held at once. */
  readonly maxAccounts: number;
}

/** Sums the accounts of an upload by cell, in memory. Throws `invalid-rows` when any row is bad, `payload-too-large` above `maxAccounts`, and what the reader throws. */
export async function binAccounts(upload: AccountUpload, options: BinOptions): Promise<BinnedUpload> {
  const violations = new ViolationList();
  const lines = new Map<string, number>();
  const rowOf = new Map<Cell, number>();
  const accounts: { accountId: string; cell: Cell }[] = [];
  let sums = new Float64Array(0);
  let visits = new Float64Array(0);
  for await (const row of upload.rows) {
    if (!row.ok) {
      violations.add(row.violations);
      continue;
    }
    const { account, line } = row;
    const first = lines.get(account.id);
    if (first !== undefined) {
      violations.addDuplicate(line, account.id, first);
      continue;
    }
    lines.set(account.id, line);
    if (lines.size > options.maxAccounts) {
      const detail = `more than ${options.maxAccounts} accounts in one request: make a plan and upload them to it`;
      throw new Failure('payload-too-large', detail);
    }
    const cell = cellAt(account.lat, account.lng, options.resolution);
    if (options.keepAccounts) accounts.push({ accountId: account.id, cell });
    const metrics = upload.metrics();
    const width = metrics.length + 1;
    let at = rowOf.get(cell);
    if (at === undefined) {
      at = rowOf.size;
      rowOf.set(cell, at);
      if (sums.length < rowOf.size * width) sums = grown(sums, rowOf.size * width);
      if (visits.length < rowOf.size * 3) visits = grown(visits, rowOf.size * 3);
    }
    addVisits(visits, at * 3, account);
    sums[at * width] = (sums[at * width] ?? 0) + 1;
    metrics.forEach((metric, i) => {
      const place = (at as number) * width + i + 1;
      sums[place] = (sums[place] ?? 0) + (account.metrics[metric] ?? 0);
    });
  }
  if (violations.rows > 0) {
    const { rows, listed, count } = violations;
    const detail = rows === 1 ? '1 row is bad' : `${rows} rows are bad`;
    throw new Failure('invalid-rows', detail, listed, count, { accepted: 0, rejected: rows });
  }
  return { sums: sortByCell(rowOf, sums, visits, [ACCOUNTS_METRIC, ...upload.metrics()]), accounts };
}

function grown(sums: Float64Array<ArrayBuffer>, atLeast: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.max(1_024, atLeast, sums.length * 2));
  larger.set(sums);
  return larger;
}

function addVisits(visits: Float64Array, at: number, { visitsPerPeriod, visitMinutes }: Account): void {
  if (!visitsPerPeriod) return;
  const own = [visitsPerPeriod, visitsPerPeriod * (visitMinutes ?? 0), 1];
  own.forEach((value, i) => {
    visits[at + i] = (visits[at + i] ?? 0) + value;
  });
}

/** Cells have as many digits as each other: the order of their text is the order of their numbers. */
function sortByCell(
  rowOf: ReadonlyMap<Cell, number>,
  sums: Float64Array,
  visits: Float64Array,
  metrics: readonly string[],
): CellSums {
  const width = metrics.length;
  const sorted = [...rowOf].sort(([a], [b]) => (a < b ? -1 : 1));
  const cells = new BigUint64Array(sorted.length);
  const ordered = new Float64Array(sorted.length * width);
  const orderedVisits = new Float64Array(sorted.length * 3);
  sorted.forEach(([cell, row], i) => {
    orderedVisits.set(visits.subarray(row * 3, row * 3 + 3), i * 3);
    cells[i] = cellNumber(cell);
    ordered.set(sums.subarray(row * width, (row + 1) * width), i * width);
  });
  return { cells, metrics, sums: ordered, visits: orderedVisits };
}
