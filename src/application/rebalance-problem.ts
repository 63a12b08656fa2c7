import { Failure, type Violation } from '../domain/failure.ts';
import type { Effort, Layout, LayoutId } from '../domain/layout.ts';
import { WORKLOAD_METRIC } from '../domain/metric.ts';
import { shorten } from '../domain/shorten.ts';
import { addWorkload } from './add-workload.ts';
import type { CellSums } from './cell-sums.ts';
import { getLayoutLeaves } from './get-layout.ts';
import { getPlan } from './get-plan.ts';
import { cellsOfPart, partOf } from './layout-part.ts';
import { type LayoutProblem, layoutProblem, type RebalanceStart } from './layout-problem.ts';
import { lineIdOf } from './line-id-of.ts';
import { lineOf } from './line-of.ts';
import { onlyPlanOf } from './only-plan-of.ts';
import type { Ports } from './ports.ts';
import type { WatchSolve } from './solve-layout.ts';
import { sumByCell } from './sum-by-cell.ts';

/** Share of the first balanced metric that moves at most where the caller does not say. */
const DEFAULT_SHARE = 0.05;

/** What a caller may ask of a rebalance; null: as in the layout that it starts from. */
export interface RebalanceRequest {
  /** Whose accounts count; null: the one plan that lists the layout. */
  readonly planId: string | null;
  readonly budget: { readonly metric: string | null; readonly share: number | null } | null;
  readonly balance: Readonly<Record<string, number>> | null;
  readonly seed: number;
  readonly effort: Effort;
  /** Ids of the territories that are rebalanced alone; null: all. */
  readonly territories: readonly string[] | null;
}

/** A problem that starts from a layout, and the plan whose accounts it counts. */
export interface RebalanceProblem {
  readonly problem: LayoutProblem;
  readonly start: RebalanceStart;
  readonly planId: string;
}

/** The problem of a plan's accounts as they are now, from an earlier layout. Throws `not-found`, `plan-required`, `invalid-problem`. */
export async function rebalanceProblem(
  ports: Ports,
  workspaceId: string,
  layoutId: LayoutId,
  request: RebalanceRequest,
  watch: WatchSolve = () => {},
): Promise<RebalanceProblem> {
  const { layout, leaves } = await getLayoutLeaves(ports, workspaceId, layoutId);
  const planId = request.planId ?? (await onlyPlanOf(ports, workspaceId, layoutId, 'to rebalance it for'));
  const plan = await getPlan(ports, workspaceId, planId);
  watch(0, 'reading accounts');
  const lineId = await lineIdOf(ports, workspaceId, planId, layout);
  const line = await lineOf(ports, workspaceId, planId, lineId, 'to rebalance it for');
  const accounts = await sumByCell(ports, workspaceId, plan, line?.filter);
  const balance = request.balance ?? layout.balance;
  const budget = {
    metric: request.budget?.metric ?? Object.keys(balance)[0] ?? 'accounts',
    share: request.budget?.share ?? DEFAULT_SHARE,
  };
  const asked = {
    ...{ balance, seed: request.seed, effort: request.effort, cover: keptCover(layout) },
    ...(line !== null && { line: line.lineId }),
  };
  const { finestResolution } = plan;
  if (request.territories === null) {
    const start = { layout, leaves, budget };
    const whole = { ...asked, territories: layout.territories.length };
    return { problem: layoutProblem(accounts, finestResolution, whole, start), start, planId };
  }
  const part = positionsOf(layout, request.territories);
  const start = { layout, leaves, budget, part };
  const cells = cellsOfPart(partOf(layout, leaves, part), inColumnsOf(layout, addWorkload(accounts)));
  const alone = { ...asked, territories: part.length };
  return { problem: layoutProblem(cells, finestResolution, alone, start), start, planId };
}

/** Positions of territories by their ids, ascending. Throws `invalid-problem`. */
function positionsOf({ territories }: Layout, ids: readonly string[]): number[] {
  const places = new Map(territories.map(({ id }, position) => [id, position]));
  const [first, ...rest] = ids.flatMap((id, at): Violation[] =>
    places.has(id)
      ? []
      : [
          {
            field: `/territories/${at}`,
            value: shorten(id),
            detail: 'is no territory of the layout',
            remedy: 'send ids of its territories, as GET /v1/layouts/{layoutId}/territories lists them',
          },
        ],
  );
  if (first !== undefined) throw Failure.invalid('invalid-problem', first, ...rest);
  return [...new Set(ids.map((id) => places.get(id) ?? 0))].sort((a, b) => a - b);
}

/**
 * Sums in the columns of a layout, beside whose territories they are to stand. A metric that the plan has and the layout does not is left out; no visits are no
 * workload. Throws `invalid-problem` for one that the layout alone has.
 */
export function inColumnsOf({ metrics }: Layout, sums: CellSums): CellSums {
  const columns = metrics.map((name) => sums.metrics.indexOf(name));
  const [lost] = metrics.filter((name, at) => columns[at] === -1 && name !== WORKLOAD_METRIC);
  if (lost !== undefined) {
    throw Failure.invalid('invalid-problem', {
      field: 'metrics',
      value: shorten(lost),
      detail: 'is a metric of the layout and not of the plan',
      remedy: 'rebalance all territories, or name the plan that the layout was made for in planId',
    });
  }
  const [from, width] = [sums.metrics.length, metrics.length];
  const picked = new Float64Array(sums.cells.length * width);
  picked.forEach((_, at) => {
    const column = columns[at % width] ?? -1;
    picked[at] = column < 0 ? 0 : (sums.sums[Math.floor(at / width) * from + column] ?? 0);
  });
  return { cells: sums.cells, metrics, sums: picked, visits: sums.visits };
}

/** The cover of the layout that is kept: its base is that of its leaves. */
function keptCover({ cover }: Layout): Layout['cover'] {
  return { ...cover, baseResolution: null };
}
