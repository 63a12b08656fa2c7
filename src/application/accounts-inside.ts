import type { Cell } from '../domain/cell.ts';
import { type CellNumber, cellText, descendantRange, resolutionOf } from '../domain/cell-number.ts';
import { lowerBound } from '../domain/leaf-table.ts';
import type { Line } from '../domain/line.ts';
import type { Plan } from '../domain/plan.ts';
import type { CellSums } from './cell-sums.ts';
import type { Ports } from './ports.ts';
import { readOneSet, sumByCell } from './sum-by-cell.ts';

/** Cells that one request reads one by one; of more, all of the plan is read, once. A request has 1,000 queries. */
const MOST_ONE_BY_ONE = 40;

/** What a request has read so far, so that what is read in all stays within what a request can. */
export interface AccountReading {
  /** Cells that were read one by one. */
  cells: number;
  /** All of the plan, once there were too many of them. */
  all: CellSums | null;
}

/** The plan's accounts as they are now, all or those of a line, inside each of some cells, summed by cell at its finest resolution. Throws `accounts-replaced`. */
export async function readAccountsInside(
  ports: Ports,
  workspaceId: string,
  plan: Plan,
  cells: readonly CellNumber[],
  line: Line | null,
  reading: AccountReading,
): Promise<CellSums[]> {
  if (reading.all !== null || reading.cells + cells.length > MOST_ONE_BY_ONE) {
    reading.all ??= await sumByCell(ports, workspaceId, plan, line?.filter);
    const { all } = reading;
    return cells.map((cell) => within(all, cell));
  }
  reading.cells += cells.length;
  return readOneSet(async () => {
    const read: CellSums[] = [];
    for (const cell of cells) read.push(await readInside(ports, workspaceId, plan, cell, line));
    return read;
  });
}

async function readInside(
  ports: Ports,
  workspaceId: string,
  plan: Plan,
  cell: CellNumber,
  line: Line | null,
): Promise<CellSums> {
  const [first, last] = descendantRange(cell, Math.max(plan.finestResolution, resolutionOf(cell)));
  const [before, end] = [cellText(first - 1n), cellText(last)];
  const pages: CellSums[] = [];
  for await (const page of ports.accounts.cellPages(workspaceId, plan, before, line?.filter, end)) pages.push(page);
  return joined(pages);
}

/** Rows of the cells that are a cell or lie inside it. */
function within({ cells, metrics, sums, visits }: CellSums, cell: CellNumber): CellSums {
  const [any] = cells;
  const [first, last] =
    any === undefined || resolutionOf(any) < resolutionOf(cell) ? [1n, 0n] : descendantRange(cell, resolutionOf(any));
  const [from, to] = [lowerBound(cells, first), lowerBound(cells, last + 1n)];
  return {
    cells: cells.slice(from, to),
    metrics,
    sums: sums.slice(from * metrics.length, to * metrics.length),
    visits: visits.slice(from * 3, to * 3),
  };
}

function joined(pages: readonly CellSums[]): CellSums {
  const cells = pages.flatMap((page) => Array.from(page.cells));
  return {
    cells: BigUint64Array.from(cells),
    metrics: pages[0]?.metrics ?? [],
    sums: Float64Array.from(pages.flatMap((page) => Array.from(page.sums))),
    visits: Float64Array.from(pages.flatMap((page) => Array.from(page.visits))),
  };
}

/** Cells of accounts at the plan's finest resolution by their ids; those that the plan does not have are not in it. */
export async function cellsOfAccounts(
  ports: Ports,
  workspaceId: string,
  plan: Plan,
  ids: readonly string[],
): Promise<Map<string, Cell>> {
  const found = new Map<string, Cell>();
  const wanted = [...new Set(ids)].sort((a, b) => (a < b ? -1 : 1));
  for (let rest = wanted; rest.length > 0; ) {
    const page = await ports.accounts.listByIds(workspaceId, plan, rest);
    for (const { account, cell } of page.items) found.set(account.id, cell);
    const next = page.next;
    if (next === null) break;
    rest = rest.filter((id) => !found.has(id) && id > next);
  }
  return found;
}
