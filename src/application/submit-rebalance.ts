import type { Job } from '../domain/job.ts';
import type { LayoutId } from '../domain/layout.ts';
import type { GivenRemarks } from '../domain/layout-entry.ts';
import type { Ports } from './ports.ts';
import { type RebalanceRequest, rebalanceProblem } from './rebalance-problem.ts';
import { submitJob } from './submit-job.ts';

/** Has a layout rebalanced by a job. Throws `not-found`, `plan-required`, `invalid-problem`. */
export async function submitRebalance(
  ports: Ports,
  workspaceId: string,
  layoutId: LayoutId,
  request: RebalanceRequest,
  remarks: GivenRemarks = {},
): Promise<Job> {
  const { problem, planId } = await rebalanceProblem(ports, workspaceId, layoutId, request);
  return submitJob(ports, workspaceId, problem, planId, remarks);
}
