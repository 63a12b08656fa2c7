import type { Job } from '../domain/job.ts';
import { randomBase62 } from '../domain/random-base62.ts';
import { type LayoutProblem, layoutIdOf } from './layout-problem.ts';
import type { Ports } from './ports.ts';

/**
 * Has a problem solved outside of the request, for a plan. The problem is kept as it is now: what happens to the accounts later does not change it.
 *
 * Where the record has its layout already the job has succeeded from the first. Throws `not-found` where the plan is gone.
 */
export async function submitJob(
  ports: Ports,
  workspaceId: string,
  problem: LayoutProblem,
  planId: string,
): Promise<Job> {
  const layoutId = await layoutIdOf(problem, ports.optimizer.engine);
  const isRecorded = await ports.layouts.touch(workspaceId, layoutId);
  const createdAt = new Date().toISOString();
  const job: Job = {
    jobId: `job_${randomBase62(22)}`,
    planId,
    rebalances: problem.start?.layout.layoutId ?? null,
    state: isRecorded ? 'succeeded' : 'queued',
    progress: isRecorded ? 1 : 0,
    layoutId: isRecorded ? layoutId : null,
    failure: null,
    createdAt,
    touchedAt: createdAt,
    startedAt: isRecorded ? createdAt : null,
    finishedAt: isRecorded ? createdAt : null,
  };
  await ports.jobs.add(workspaceId, job, isRecorded ? null : problem);
  if (isRecorded) await ports.layouts.attach(workspaceId, layoutId, planId);
  else await start(ports, workspaceId, job);
  return job;
}

async function start(ports: Ports, workspaceId: string, { jobId }: Job): Promise<void> {
  try {
    await ports.jobRunner.start({ workspaceId, jobId });
  } catch (error) {
    await ports.jobs.remove({ workspaceId, jobId });
    throw error;
  }
}
