import type { Job } from '../domain/job.ts';
import type { GivenRemarks } from '../domain/layout-entry.ts';
import { type PlanLayoutRequest, planProblem } from './plan-problem.ts';
import type { Ports } from './ports.ts';
import { submitJob } from './submit-job.ts';

/** Has a plan's accounts as they are now solved by a job. Throws `not-found`, `invalid-problem`. */
export async function submitLayout(
  ports: Ports,
  workspaceId: string,
  planId: string,
  request: PlanLayoutRequest,
  remarks: GivenRemarks = {},
): Promise<Job> {
  return submitJob(ports, workspaceId, await planProblem(ports, workspaceId, planId, request), planId, remarks);
}
