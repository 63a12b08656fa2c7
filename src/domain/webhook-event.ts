/** What a webhook can be told of. */
export const EVENT_TYPES = [
  'layout.created',
  'publication.in_force',
  'account.owner_changed',
  'review.due',
  'territory.drifted',
  'conflict.found',
  'goal.at_risk',
  'job.finished',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** The type of the event that a receiver is tried with. */
export const TEST_EVENT = 'webhook.test';

/** Something that happened to a plan, as it is recorded. */
export interface NewEvent {
  readonly planId: string;
  readonly type: EventType;
  /** Names what happened among all of the workspace: recorded again it is the same event, with the same id. */
  readonly fact: string;
  /** When it counts, in milliseconds since 1970: it is told then. Null, or past: now. */
  readonly dueMs: number | null;
  /** What receivers are told; JSON. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Accounts of one `account.owner_changed`: more are told in several. */
export const ACCOUNTS_PER_EVENT = 1_000;

/** The body of a request that tells an event: `type`, `timestamp`, `data`, as Standard Webhooks 1.0 names them. `dataText` is JSON. */
export function eventBody(type: EventType | typeof TEST_EVENT, timestampMs: number, dataText: string): string {
  return `{"type":"${type}","timestamp":"${new Date(timestampMs).toISOString()}","data":${dataText}}`;
}
