import type { GivenRemarks } from '../domain/layout-entry.ts';
import { type PlanLayoutRequest, planProblem } from './plan-problem.ts';
import type { Ports } from './ports.ts';
import { type SolvedLayout, solveLayout, type WatchSolve } from './solve-layout.ts';

/** Solves a plan's accounts as they are now and adds the layout to the plan's list. Throws `not-found`, `invalid-problem`, `solve-too-long`. */
export async function createLayout(
  ports: Ports,
  workspaceId: string,
  planId: string,
  request: PlanLayoutRequest,
  watch: WatchSolve = () => {},
  remarks: GivenRemarks = {},
): Promise<SolvedLayout> {
  const problem = await planProblem(ports, workspaceId, planId, request, watch);
  return solveLayout(ports, workspaceId, problem, planId, watch, remarks);
}
