import { findMoves, type Move } from '../domain/disruption.ts';
import type { LayoutId } from '../domain/layout.ts';
import type { GivenRemarks } from '../domain/layout-entry.ts';
import type { Ports } from './ports.ts';
import { type RebalanceRequest, rebalanceProblem } from './rebalance-problem.ts';
import { type SolvedLayout, solveLayout, type WatchSolve } from './solve-layout.ts';

/** A rebalanced layout and what moved to get there. */
export interface RebalancedLayout extends SolvedLayout {
  readonly moves: readonly Move[];
}

/**
 * Makes a new layout of a plan's accounts as they are now, from an earlier layout, with limited moves. Ids and names of territories
 * survive.
 *
 * Errors: `not-found`, `plan-required`, `invalid-problem`, `solve-too-long`.
 */
export async function rebalanceLayout(
  ports: Ports,
  workspaceId: string,
  layoutId: LayoutId,
  request: RebalanceRequest,
  watch: WatchSolve = () => {},
  remarks: GivenRemarks = {},
): Promise<RebalancedLayout> {
  const { problem, start, planId } = await rebalanceProblem(ports, workspaceId, layoutId, request, watch);
  const solved = await solveLayout(ports, workspaceId, problem, planId, watch, remarks);
  return { ...solved, moves: findMoves(start.leaves, solved.leaves) };
}
