import type { Balance } from '../domain/balance.ts';
import { ACCOUNTS_METRIC } from '../domain/metric.ts';
import { getPlan } from './get-plan.ts';
import { type LayoutProblem, type LayoutRequest, layoutProblem } from './layout-problem.ts';
import { namedLine } from './named-line.ts';
import type { Ports } from './ports.ts';
import type { WatchSolve } from './solve-layout.ts';
import { sumByCell } from './sum-by-cell.ts';

/** What a caller may ask of a plan's layout. */
export interface PlanLayoutRequest extends Omit<LayoutRequest, 'balance'> {
  /** Null: the accounts, within the plan's tolerance. */
  readonly balance: Balance | null;
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
  return layoutProblem(cells, plan.finestResolution, {
    ...request,
    balance: request.balance ?? { [ACCOUNTS_METRIC]: plan.tolerance },
  });
}
