import { Failure } from '../domain/failure.ts';
import type { Job } from '../domain/job.ts';
import type { GivenRemarks } from '../domain/layout-entry.ts';
import { randomBase62 } from '../domain/random-base62.ts';
import { type LayoutProblem, layoutIdOf } from './layout-problem.ts';
import type { Ports } from './ports.ts';
import { restartOverdue } from './restart-jobs.ts';

/**
 * Has a problem solved outside of the request, for a plan. The problem is kept as it is now: what happens to the accounts later does not change it.
 *
 * Where the record has its layout already the job has succeeded from the first. Throws `not-found` where the plan is gone, `too-many-jobs`.
 */
export async function submitJob(
  ports: Ports,
  workspaceId: string,
  problem: LayoutProblem,
  planId: string,
  remarks: GivenRemarks = {},
): Promise<Job> {
  const layoutId = await layoutIdOf(problem, ports.optimizer.engine);
  const isRecorded = await ports.layouts.touch(workspaceId, layoutId);
  const createdAt = new Date().toISOString();
  const job: Job = {
    jobId: `job_${randomBase62(22)}`,
    planId,
    rebalances: problem.start?.layout.layoutId ?? null,
    line: problem.request.line ?? null,
    state: isRecorded ? 'succeeded' : 'queued',
    progress: isRecorded ? 1 : 0,
    layoutId: isRecorded ? layoutId : null,
    failure: null,
    createdAt,
    touchedAt: createdAt,
    startedAt: isRecorded ? createdAt : null,
    finishedAt: isRecorded ? createdAt : null,
  };
  const most = ports.solveLimits.jobsUnderWay;
  const isAdded = await ports.jobs.add(workspaceId, job, isRecorded ? null : problem, most, remarks);
  if (!isAdded) throw await tooManyJobs(ports, workspaceId, most);
  if (isRecorded) await ports.layouts.attach(workspaceId, layoutId, planId, { ...remarks, line: job.line });
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

/** Names the jobs that are in the way. Those that nobody works on any more are started again, so that they end. */
async function tooManyJobs(ports: Ports, workspaceId: string, limit: number): Promise<Failure> {
  const jobs = await ports.jobs.listUnderWay(workspaceId, limit);
  await restartOverdue(
    ports,
    jobs.map((job) => ({ workspaceId, job })),
    Date.now(),
  );
  const detail = `${jobs.length} jobs are queued or running, and a workspace may have ${limit} at once: wait until one has ended, or cancel one`;
  return new Failure('too-many-jobs', detail, [], 0, { limit, jobs: jobs.map(({ jobId }) => jobId) });
}
