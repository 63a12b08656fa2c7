import { Failure } from '../domain/failure.ts';
import type { Effort, Layout, LayoutId } from '../domain/layout.ts';
import type { Line } from '../domain/line.ts';
import { getLayoutLeaves } from './get-layout.ts';
import { getPlan } from './get-plan.ts';
import { type LayoutProblem, layoutProblem, type RebalanceStart } from './layout-problem.ts';
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
  const line = await lineOf(ports, workspaceId, planId, layoutId);
  const cells = await sumByCell(ports, workspaceId, plan, line?.filter);
  const balance = request.balance ?? layout.balance;
  const budget = {
    metric: request.budget?.metric ?? Object.keys(balance)[0] ?? 'accounts',
    share: request.budget?.share ?? DEFAULT_SHARE,
  };
  const start = { layout, leaves, budget };
  const asked = {
    territories: layout.territories.length,
    balance,
    seed: request.seed,
    effort: request.effort,
    cover: keptCover(layout),
    ...(line !== null && { line: line.lineId }),
  };
  return { problem: layoutProblem(cells, plan.finestResolution, asked, start), start, planId };
}

/** The cover of the layout that is kept: its base is that of its leaves. */
function keptCover({ cover }: Layout): Layout['cover'] {
  return { ...cover, baseResolution: null };
}

/** The line that the layout is of in the plan: its accounts count, as they are now. Throws `invalid-problem` where it was deleted since. */
async function lineOf(ports: Ports, workspaceId: string, planId: string, layoutId: LayoutId): Promise<Line | null> {
  const lineId = (await ports.layouts.linesOf(workspaceId, planId, [layoutId])).get(layoutId) ?? null;
  const line = lineId === null ? null : await ports.lines.find(workspaceId, planId, lineId);
  if (lineId !== null && line === null) {
    throw Failure.invalid('invalid-problem', {
      field: 'line',
      value: lineId.slice(0, 100),
      detail: 'is the line of this layout and was deleted, so there are no accounts to rebalance it for',
      remedy: 'put a line with this id again',
    });
  }
  return line;
}
