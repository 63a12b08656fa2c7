import { Failure } from '../domain/failure.ts';
import { jobFailure } from '../domain/job.ts';
import { nextTurn } from './advance-to-end.ts';
import { finishLayout } from './finish-layout.ts';
import type { JobRef, JobWork } from './job-store.ts';
import { layoutIdOf, solveInput } from './layout-problem.ts';
import type { Ports } from './ports.ts';
import type { Solve } from './solve.ts';

/** Whether a job needs another slice. */
export type SliceOutcome = 'goes-on' | 'ended';

/**
 * Carries out one slice of a job: the one after `slices` others.
 *
 * A slice that is run again, since nobody knows whether its first run was heard of, does nothing where its work is saved, and the same work
 * where it is not. A failure ends the job; what may pass by (exhausted memory, defects of the machine) is thrown.
 */
export async function runSlice(ports: Ports, ref: JobRef, slices: number): Promise<SliceOutcome> {
  const work = await ports.jobs.open(ref, slices);
  if (work === null) return outcomeOf(ports, ref);
  try {
    return await advance(ports, ref, slices, work);
  } catch (error) {
    if (!(error instanceof Failure) || error.kind === 'solve-out-of-memory') throw error;
    await ports.jobs.fail(ref, jobFailure(error));
    return 'ended';
  }
}

async function advance(ports: Ports, ref: JobRef, slices: number, work: JobWork): Promise<SliceOutcome> {
  const { engine, stepsPerAdvance } = ports.optimizer;
  const solve = open(ports, work, engine);
  try {
    let progress = 0;
    for (let steps = 0; steps < ports.solveLimits.sliceSteps && progress < 1; steps += stepsPerAdvance) {
      await nextTurn();
      progress = solve.advance();
    }
    if (progress === 1) {
      await record(ports, ref, work, solve, engine);
      return 'ended';
    }
    const isSaved = await ports.jobs.saveSlice(ref, slices, { progress, engine, search: solve.save() });
    return isSaved ? 'goes-on' : outcomeOf(ports, ref);
  } finally {
    solve.free();
  }
}

/** A search that another version of the engine left is of no use: it starts over. */
function open(ports: Ports, { problem, search }: JobWork, engine: string): Solve {
  const input = solveInput(problem);
  if (search === null || search.engine !== engine) return ports.optimizer.startSolve(input);
  return ports.optimizer.resumeSolve(input, search.bytes);
}

/** The layout goes on record first and into the list of its plan together with the end of the job: nothing comes of a job that was cancelled meanwhile. */
async function record(ports: Ports, ref: JobRef, { problem }: JobWork, solve: Solve, engine: string): Promise<void> {
  const result = solve.finish();
  const layoutId = await layoutIdOf(problem, engine);
  const { layout, leaves } = finishLayout(ports.optimizer, layoutId, problem, result);
  await ports.layouts.save(ref.workspaceId, layout, leaves, null);
  await ports.jobs.succeed(ref, layoutId);
}

/** Another run of the same slice was first, or the job has ended. */
async function outcomeOf(ports: Ports, ref: JobRef): Promise<SliceOutcome> {
  const job = await ports.jobs.find(ref);
  return job?.state === 'running' ? 'goes-on' : 'ended';
}
