import type { Cell, Resolution } from '../domain/cell.ts';
import { positionOf } from '../domain/leaf-table.ts';
import type { LineFilter } from '../domain/line.ts';
import { WORKLOAD_METRIC } from '../domain/metric.ts';
import type { Plan } from '../domain/plan.ts';
import { workloadMinutes } from './add-workload.ts';
import type { CellSums } from './cell-sums.ts';
import { getPlan } from './get-plan.ts';
import { expectTerritory } from './get-profile.ts';
import { type LayoutQuestion, openLayoutGround, territoryOf } from './layout-ground.ts';
import { expectBinned, foldCells, pageOfCells, type SummedCell, startAfter } from './list-cells.ts';
import { namedLine } from './named-line.ts';
import type { Page, PageRequest } from './page.ts';
import type { Ports } from './ports.ts';
import { readOneSet, sumByCell } from './sum-by-cell.ts';

/** Resolution of a heat layer where none is asked for: cells of about 250 km2. */
const HEAT_RESOLUTION = 5;

/** Hours of visits and of travel in a cell; no metric has a colon in its name. */
export const HOUR_COLUMNS = ['hours:visits', 'hours:travel'] as const;

/** A page of cells, in each the sums of metrics, of `STATUS_COLUMNS`, and of `HOUR_COLUMNS` unless accounts bring a workload of their own. */
export type ProfileCells = Page<SummedCell> & { readonly plan: Plan; readonly resolution: Resolution };

/** What is asked: cells of a resolution, null: 5, or the plan's finest where that is coarser. */
export type CellsRequest = PageRequest & { readonly resolution: Resolution | null };

/** A page of a plan's accounts, or those of a line, by cell. Throws as `listCells`. */
export async function listPlanProfileCells(
  ports: Ports,
  workspaceId: string,
  planId: string,
  lineId: string | null,
  request: CellsRequest,
): Promise<ProfileCells> {
  const plan = await getPlan(ports, workspaceId, planId);
  const filter = (await namedLine(ports, workspaceId, planId, lineId, 'line'))?.filter ?? null;
  return listPage(ports, workspaceId, { plan, filter, holds: null }, request);
}

/** The same of the accounts of one territory. Throws as `getTerritoryProfile`. */
export async function listTerritoryProfileCells(
  ports: Ports,
  workspaceId: string,
  territoryId: string,
  question: Omit<LayoutQuestion, 'assignmentId'>,
  request: CellsRequest,
): Promise<ProfileCells> {
  const ground = await openLayoutGround(ports, workspaceId, { ...question, assignmentId: null });
  const { plan, filter, leaves } = ground;
  const territory = expectTerritory(ground, territoryId);
  const holds = (cell: bigint) => territoryOf(leaves, cell) === territory;
  return listPage(ports, workspaceId, { plan, filter, holds }, request);
}

interface CellsOf {
  readonly plan: Plan;
  readonly filter: LineFilter | null;
  /** Whether the accounts of a cell at the finest resolution are meant; null: all are. */
  readonly holds: ((cell: bigint) => boolean) | null;
}

async function listPage(
  ports: Ports,
  workspaceId: string,
  { plan, filter, holds }: CellsOf,
  request: CellsRequest,
): Promise<ProfileCells> {
  const resolution = request.resolution ?? (Math.min(HEAT_RESOLUTION, plan.finestResolution) as Resolution);
  expectBinned(plan, resolution);
  const after: Cell | null = startAfter(request.cursor, resolution, plan.finestResolution);
  const folded = await readOneSet(async () => {
    // Travel follows from all places around, also from those that are not on the page.
    const visited = plan.metrics.includes(WORKLOAD_METRIC)
      ? null
      : await sumByCell(ports, workspaceId, { ...plan, metrics: [] }, filter);
    const pages = ports.accounts.cellPages(workspaceId, plan, after, filter, null, true);
    return foldCells(widened(pages, visited, holds), resolution, request.limit);
  });
  return { ...pageOfCells(folded, request.limit), plan, resolution };
}

/** Pages with the hours of each cell, and of the cells that are meant alone. */
async function* widened(
  pages: AsyncIterable<CellSums>,
  visited: CellSums | null,
  holds: CellsOf['holds'],
): AsyncGenerator<CellSums> {
  const minutes = visited && workloadMinutes(visited);
  for await (const page of pages) {
    const width = page.metrics.length;
    const metrics = visited === null ? page.metrics : [...page.metrics, ...HOUR_COLUMNS];
    const kept = [...page.cells.keys()].filter((row) => holds === null || holds(page.cells[row] as bigint));
    const cells = BigUint64Array.from(kept, (row) => page.cells[row] as bigint);
    const sums = new Float64Array(kept.length * metrics.length);
    kept.forEach((row, at) => {
      sums.set(page.sums.subarray(row * width, (row + 1) * width), at * metrics.length);
      if (visited === null || minutes === null) return;
      const place = positionOf(visited.cells, cells[at] as bigint);
      const hours = [minutes.visited[place] ?? 0, minutes.travelled[place] ?? 0].map((own) => own / 60);
      sums.set(hours, at * metrics.length + width);
    });
    yield { cells, metrics, sums, visits: new Float64Array(0) };
  }
}
