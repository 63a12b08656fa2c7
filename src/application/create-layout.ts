import type { Balance } from '../domain/balance.ts';
import { ACCOUNTS_METRIC } from '../domain/metric.ts';
import { getPlan } from './get-plan.ts';
import { type LayoutRequest, layoutProblem } from './layout-problem.ts';
import type { Ports } from './ports.ts';
import { type SolvedLayout, solveLayout, type WatchSolve } from './solve-layout.ts';
import { sumByCell } from './sum-by-cell.ts';

/** What a caller may ask of a plan's layout. */
export interface PlanLayoutRequest extends Omit<LayoutRequest, 'balance'> {
  /** Null: the accounts, within the plan's tolerance. */
  readonly balance: Balance | null;
}

/** Solves a plan's accounts as they are now and adds the layout to the plan's list. Throws `not-found`, `invalid-problem`. */
export async function createLayout(
  ports: Ports,
  workspaceId: string,
  planId: string,
  request: PlanLayoutRequest,
  watch: WatchSolve = () => {},
): Promise<SolvedLayout> {
  const plan = await getPlan(ports, workspaceId, planId);
  watch(0, 'reading accounts');
  const cells = await sumByCell(ports, workspaceId, plan);
  const problem = layoutProblem(cells, plan.finestResolution, {
    ...request,
    balance: request.balance ?? { [ACCOUNTS_METRIC]: plan.tolerance },
  });
  return solveLayout(ports, workspaceId, problem, planId, watch);
}
