import type { Sweep } from './sweep.ts';

/** What of the record is over, to be deleted. Times are ISO 8601 in UTC. */
export interface RecordSweeper {
  /** Answers to idempotency keys that nobody may ask for again. */
  answers(now: string): Sweep;
  /** Jobs that ended before a moment. */
  jobs(endedBefore: string): Sweep;
  /** Events from before a moment, with what has become of them, but those that are still to be told. */
  events(dueBefore: string): Sweep;
  /** Readings of reviews from before a moment, in milliseconds since 1970. */
  readings(readBeforeMs: number): Sweep;
  /** Accounts of sets that never can be in force: replaced ones, and those that no upload has touched since a moment. */
  accountSets(touchedBefore: string): Sweep;
  /** Layouts, and their copies, that were not touched since a moment and that no plan, no job and no rebalanced layout refers to. Others are touched now. */
  layouts(touchedBefore: string, now: string): Sweep;
  /** All that workspaces hold that have ended, and themselves, once they ended before a moment and nothing of them is left. */
  workspaces(now: string, endedBefore: string): Sweep;
  /** The same of one workspace, but itself. */
  workspace(workspaceId: string): Sweep;
}
