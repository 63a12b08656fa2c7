import type { Balance } from '../domain/balance.ts';
import type { LayoutId } from '../domain/layout.ts';
import { ACCOUNTS_METRIC } from '../domain/metric.ts';
import { getLayoutLeaves } from './get-layout.ts';
import { getPlan } from './get-plan.ts';
import { type FollowedLayout, type LayoutProblem, type LayoutRequest, layoutProblem } from './layout-problem.ts';
import { namedLine } from './named-line.ts';
import type { Ports } from './ports.ts';
import type { WatchSolve } from './solve-layout.ts';
import { sumByCell } from './sum-by-cell.ts';

/** What a caller may ask of a plan's layout. */
export interface PlanLayoutRequest extends Omit<LayoutRequest, 'balance'> {
  /** Null: the accounts, within the plan's tolerance. */
  readonly balance: Balance | null;
  /** A layout whose borders are followed; at a weight of 0 as if there were none. */
  readonly follow?: { readonly layoutId: LayoutId; readonly weight: number } | undefined;
}

/** The problem of a plan's accounts as they are now. Throws `not-found`, `invalid-problem`; `invalid-parameter` for a line that is none. */
export async function planProblem(
  ports: Ports,
  workspaceId: string,
  planId: string,
  request: PlanLayoutRequest,
  watch: WatchSolve = () => {},
): Promise<LayoutProblem> {
  const plan = await getPlan(ports, workspaceId, planId);
  watch(0, 'reading accounts');
  const line = await namedLine(ports, workspaceId, planId, request.line ?? null, '/line');
  const cells = await sumByCell(ports, workspaceId, plan, line?.filter);
  const { follow, ...options } = request;
  const balance = request.balance ?? { [ACCOUNTS_METRIC]: plan.tolerance };
  const followed = follow && (await openFollowed(ports, workspaceId, follow));
  return layoutProblem(cells, plan.finestResolution, { ...options, balance }, null, followed);
}

async function openFollowed(
  ports: Ports,
  workspaceId: string,
  { layoutId, weight }: NonNullable<PlanLayoutRequest['follow']>,
): Promise<FollowedLayout | undefined> {
  const { leaves } = await getLayoutLeaves(ports, workspaceId, layoutId);
  return weight === 0
    ? undefined
    : { layoutId, weight, leaves: { cells: leaves.cells, territories: leaves.territories } };
}
