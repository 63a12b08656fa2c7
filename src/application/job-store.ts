import type { Job, JobFailure, JobState } from '../domain/job.ts';
import type { LayoutId } from '../domain/layout.ts';
import type { GivenRemarks } from '../domain/layout-entry.ts';
import type { LayoutProblem } from './layout-problem.ts';
import type { Page, PageRequest } from './page.ts';

/** Names a job. */
export interface JobRef {
  readonly workspaceId: string;
  readonly jobId: string;
}

/** Which jobs a list holds; null: all. */
export interface JobFilter {
  readonly state: JobState | null;
  readonly planId: string | null;
}

/** What a slice starts from. */
export interface JobWork {
  readonly problem: LayoutProblem;
  /** The search as the slice before left it; null before the first. */
  readonly search: { readonly engine: string; readonly bytes: Uint8Array } | null;
}

/** Where a slice leaves its job. */
export interface JobStand {
  readonly progress: number;
  readonly engine: string;
  readonly search: Uint8Array;
}

/**
 * Jobs, and what they work on: the problem as it was asked, and the search between two slices. Both are gone when the job ends.
 *
 * What ends a job or saves its work does so only while it is under way, and answers false where it is not: of two that try the first one counts.
 */
export interface JobStore {
  /**
   * Records a job with its problem, null where there is nothing to do any more. False, and nothing done, where there is something to do and the
   * workspace has `most` jobs under way. `remarks` are said of the layout when it gets into the list of the plan. Throws `not-found` where the plan is gone.
   */
  add(
    workspaceId: string,
    job: Job,
    problem: LayoutProblem | null,
    most: number,
    remarks?: GivenRemarks,
  ): Promise<boolean>;
  /** Jobs of a workspace that are under way, the latest first. */
  listUnderWay(workspaceId: string, limit: number): Promise<readonly Job[]>;
  /** Takes a job back that could not be started. */
  remove(ref: JobRef): Promise<void>;
  find(ref: JobRef): Promise<Job | null>;
  /** The latest first. */
  list(workspaceId: string, filter: JobFilter, page: PageRequest): Promise<Page<Job>>;
  /** Jobs under way of all workspaces that nobody has worked on since a moment, those of the longest ago first. */
  listUntouched(since: string, limit: number): Promise<readonly { workspaceId: string; job: Job }[]>;
  /** Has a job run from now on, and gives the work of the slice after `slices` others; null where that is done, or the job has ended or is gone. */
  open(ref: JobRef, slices: number): Promise<JobWork | null>;
  /** Saves where the slice after `slices` others left the job. */
  saveSlice(ref: JobRef, slices: number, stand: JobStand): Promise<boolean>;
  /** Ends a job with a layout that is on record, and adds that to the list of the plan. */
  succeed(ref: JobRef, layoutId: LayoutId): Promise<boolean>;
  fail(ref: JobRef, failure: JobFailure): Promise<boolean>;
  cancel(ref: JobRef): Promise<boolean>;
}

/** Has jobs carried out, slice by slice, outside of requests. */
export interface JobRunner {
  /** Starts a job. Doing so again within a minute or two does nothing. */
  start(ref: JobRef): Promise<void>;
}
