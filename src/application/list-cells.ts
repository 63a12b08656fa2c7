import { type Cell, parseCell, type Resolution } from '../domain/cell.ts';
import { ancestorAt, cellNumber, cellText, descendantRange, resolutionOf } from '../domain/cell-number.ts';
import { Failure } from '../domain/failure.ts';
import { invalidCursor } from '../domain/invalid-cursor.ts';
import type { Plan } from '../domain/plan.ts';
import { addWorkload } from './add-workload.ts';
import type { CellSums } from './cell-sums.ts';
import { getPlan } from './get-plan.ts';
import { namedLine } from './named-line.ts';
import type { Page, PageRequest } from './page.ts';
import type { Ports } from './ports.ts';
import { readOneSet, sumByCell } from './sum-by-cell.ts';

/** A cell with the sums of the accounts in it. */
export interface SummedCell {
  readonly cell: Cell;
  /** By metric, `accounts` first. */
  readonly sums: Readonly<Record<string, number>>;
}

/**
 * A page of a plan's accounts binned at a resolution, the plan's finest where none is given, cells ascending. With `workload` the sums
 * have the hours that layouts balance, too, where anyone is visited.
 *
 * Cost: some thousand cells are read for a page; with the workload all of the plan, for the estimate of travel follows from the places around.
 *
 * Errors: `not-found`; `invalid-parameter` for a resolution finer than the plan's finest, for a line that is none and for a cursor of another list; `accounts-replaced`.
 */
export async function listCells(
  ports: Ports,
  workspaceId: string,
  planId: string,
  request: PageRequest & {
    readonly resolution: Resolution | null;
    readonly workload: boolean;
    readonly line?: string | null;
  },
): Promise<Page<SummedCell> & { readonly resolution: Resolution }> {
  const plan = await getPlan(ports, workspaceId, planId);
  const resolution = request.resolution ?? plan.finestResolution;
  expectBinned(plan, resolution);
  const line = (await namedLine(ports, workspaceId, planId, request.line ?? null, 'line'))?.filter ?? null;
  const after = startAfter(request.cursor, resolution, plan.finestResolution);
  const fold = (pages: AsyncIterable<CellSums>) => foldCells(pages, resolution, request.limit);
  const { folded, metrics } = request.workload
    ? await fold(pageAfter(addWorkload(await sumByCell(ports, workspaceId, plan, line)), after))
    : await readOneSet(() => fold(ports.accounts.cellPages(workspaceId, plan, after, line)));
  return { ...pageOfCells({ folded, metrics }, request.limit), resolution };
}

/** Throws `invalid-parameter` for a resolution that is finer than the accounts of a plan are binned at. */
export function expectBinned({ finestResolution }: Plan, resolution: Resolution): void {
  if (resolution <= finestResolution) return;
  throw Failure.invalid('invalid-parameter', {
    field: 'resolution',
    value: String(resolution),
    detail: 'is finer than the finest of the plan',
    remedy: `send at most ${finestResolution}`,
  });
}

/** The page that was folded: the last cell is of the next one, where there is any. */
export function pageOfCells(
  { folded, metrics }: Awaited<ReturnType<typeof foldCells>>,
  limit: number,
): Page<SummedCell> {
  const items = [...folded].slice(0, limit).map(([cell, sums]) => ({
    cell: cellText(cell),
    sums: Object.fromEntries(metrics.map((metric, i) => [metric, sums[i] ?? 0])),
  }));
  return { items, next: folded.size > limit ? (items.at(-1)?.cell ?? null) : null };
}

/** Sums fine cells up to their ancestors, one more than a page takes: it tells that there is a next page and that the last cell of this one is whole. */
export async function foldCells(pages: AsyncIterable<CellSums>, resolution: Resolution, limit: number) {
  const folded = new Map<bigint, Float64Array>();
  let metrics: readonly string[] = [];
  for await (const fine of pages) {
    metrics = fine.metrics;
    fine.cells.forEach((cell, row) => {
      const ancestor = ancestorAt(cell, resolution);
      const sums = folded.get(ancestor) ?? new Float64Array(metrics.length);
      for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + (fine.sums[row * metrics.length + i] ?? 0);
      folded.set(ancestor, sums);
    });
    if (folded.size > limit) break;
  }
  return { folded, metrics };
}

async function* pageAfter({ cells, metrics, sums, visits }: CellSums, after: Cell | null): AsyncGenerator<CellSums> {
  const next = after === null ? 0 : cells.findIndex((cell) => cell > cellNumber(after));
  const from = next < 0 ? cells.length : next;
  yield {
    cells: cells.subarray(from),
    metrics,
    sums: sums.subarray(from * metrics.length),
    visits: visits.subarray(from * 3),
  };
}

/** The last cell at the finest resolution of those before a page. Throws for a cursor of another list. */
export function startAfter(cursor: string | null, resolution: Resolution, finest: Resolution): Cell | null {
  if (cursor === null) return null;
  if (!/^8[0-9a-f]{14}$/.test(cursor)) throw invalidCursor(cursor);
  const last = cellNumber(parseCell(cursor));
  if (resolutionOf(last) !== resolution) throw invalidCursor(cursor);
  return cellText(descendantRange(last, finest)[1]);
}
