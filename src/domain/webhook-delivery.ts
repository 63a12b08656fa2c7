import type { EventType } from './webhook-event.ts';

/** What has become of an event on its way to a webhook: it waits or is tried again, has arrived, or was given up. */
export const DELIVERY_STATES = ['pending', 'delivered', 'dead'] as const;

export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** An event on its way to a webhook, as the log of it tells. Times are ISO 8601. */
export interface Delivery {
  readonly eventId: string;
  readonly type: EventType;
  readonly planId: string;
  /** When it happened. */
  readonly timestamp: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly lastAttemptAt: string | null;
  /** Status of the last answer; null: there was none. */
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  /** When it is tried next, at the earliest; null: it is not. */
  readonly nextAttemptAt: string | null;
}

const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];
const DAY = 24 * HOUR;

/** How long after each failure the next try comes: 15 tries in three days, the last 71 h 51 min after the first. */
export const RETRY_DELAYS_MS: readonly number[] = [
  ...[5 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE],
  ...[HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR],
  ...[12 * HOUR, 12 * HOUR, 12 * HOUR, 12 * HOUR, 8 * HOUR],
];

/** A receiver that nothing has reached for so long is told nothing any more. */
export const FAILING_LIMIT_MS = 5 * DAY;

/** When an event is tried again after it failed `tries` times, the last time at a moment; null: never. */
export function nextTryMs(tries: number, failedMs: number): number | null {
  const delay = RETRY_DELAYS_MS[tries - 1];
  return delay === undefined ? null : failedMs + delay;
}
