import type { NewEvent } from '../domain/webhook-event.ts';

/** What happened, for those who are to be told. */
export interface EventLog {
  /**
   * Records events, in this order, and has them told. A fact that is on record is not recorded again: whoever crashed may call it once more.
   *
   * Where the workspace has no webhook only what is to come is kept.
   */
  record(workspaceId: string, events: readonly NewEvent[]): Promise<void>;
  /** Makes deliveries of events that have come due since they were recorded, the earliest first, at most `limit`. Answers how many. */
  spreadDue(nowMs: number, limit: number): Promise<number>;
}
