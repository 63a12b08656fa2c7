import { Failure, type FailureKind, type Violation } from './failure.ts';
import type { LayoutId } from './layout.ts';

/** What may become of a job. The last three are for ever. */
export const JOB_STATES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;

export type JobState = (typeof JOB_STATES)[number];

/** A solve that runs longer than a request. */
export interface Job {
  readonly jobId: string;
  readonly planId: string;
  /** The layout that is rebalanced, or null. */
  readonly rebalances: LayoutId | null;
  /** The line of the plan whose accounts are solved; null: all accounts. */
  readonly line: string | null;
  readonly state: JobState;
  /** Part of the optimizer's steps that are done, 0 to 1; 1 only when succeeded. */
  readonly progress: number;
  /** What came of it, once succeeded. */
  readonly layoutId: LayoutId | null;
  /** Why it failed. */
  readonly failure: JobFailure | null;
  readonly createdAt: string;
  /** When somebody last began or saved a slice of it. */
  readonly touchedAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

/** A failure as a job keeps it. */
export interface JobFailure {
  readonly kind: FailureKind;
  readonly detail: string;
  readonly violations: readonly Violation[];
  readonly violationCount: number;
}

/** Whether anything may still come of a job. */
export function isUnderWay({ state }: Job): boolean {
  return state === 'queued' || state === 'running';
}

/** Why a job failed. An error that is no `Failure` is told to the log alone. */
export function jobFailure(error: unknown): JobFailure {
  if (!(error instanceof Failure)) {
    const detail = 'Something went wrong on our side. The log holds the cause under this jobId.';
    return { kind: 'internal', detail, violations: [], violationCount: 0 };
  }
  const { kind, message, violations, violationCount } = error;
  return { kind, detail: message, violations, violationCount };
}

/** The failure of a job that is not there, or is another workspace's: nobody can tell which. */
export function jobNotFound(): Failure {
  return new Failure('not-found', 'no job of this workspace has this id');
}
