import type { Delivery, DeliveryState } from '../domain/webhook-delivery.ts';
import type { EventType } from '../domain/webhook-event.ts';
import type { Page, PageRequest } from './page.ts';
import type { WebhookTarget } from './webhook-store.ts';

/** The events of one plan on their way to one webhook. They go one after the other. */
export interface LaneRef {
  readonly laneId: number;
}

/** Something to send. */
export interface PendingDelivery {
  readonly eventNumber: number;
  readonly eventId: string;
  readonly type: EventType;
  readonly timestampMs: number;
  /** JSON. */
  readonly data: string;
  /** Tries that failed. */
  readonly tries: number;
  /** Not to be tried before. */
  readonly nextMs: number;
}

/** What a lane holds for who has its lease. */
export interface OpenLane {
  readonly target: WebhookTarget;
  /** What waits, in its order. */
  readonly pending: readonly PendingDelivery[];
}

/** What has become of a try. */
export interface Settlement {
  readonly eventNumber: number;
  readonly state: DeliveryState;
  readonly status: number | null;
  readonly error: string | null;
  readonly atMs: number;
  /** When it is tried again; null: it is not. */
  readonly nextMs: number | null;
  /** Whether the receiver wants to be told nothing any more. */
  readonly isGone: boolean;
  /** A webhook that has failed since then or longer is disabled. */
  readonly failingSinceMs: number;
}

/** Which deliveries a list holds; null: all. */
export interface DeliveryFilter {
  readonly state: DeliveryState | null;
}

/** Events on their way to webhooks. All times are milliseconds since 1970. */
export interface DeliveryStore {
  /** Lanes in which something is to be sent and nobody is at it, the longest waiting first; each is given out once a minute at most. */
  takeDue(nowMs: number, limit: number): Promise<readonly LaneRef[]>;
  /** Takes the lease of a lane until a moment, or renews it, and gives what waits in it. Null where another has it, or the lane is gone. */
  open(lane: LaneRef, lease: string, nowMs: number, untilMs: number, limit: number): Promise<OpenLane | null>;
  /** Records a try and renews the lease. Answers the version of the webhook, null where the lease is another's now, and nothing was recorded. */
  settle(lane: LaneRef, lease: string, settlement: Settlement, untilMs: number): Promise<number | null>;
  /** Gives up what is due in a lane, for a reason. */
  giveUp(lane: LaneRef, lease: string, nowMs: number, error: string): Promise<void>;
  /** Gives the lease back. Answers when there is something to send next; null: there is nothing. */
  release(lane: LaneRef, lease: string): Promise<number | null>;
  /** The latest first. Empty, too, where there is no such webhook. */
  list(workspaceId: string, webhookId: string, filter: DeliveryFilter, page: PageRequest): Promise<Page<Delivery>>;
  find(workspaceId: string, webhookId: string, eventId: string): Promise<Delivery | null>;
  /** Has events sent again: one, or all that were given up (null). Answers how many. */
  replay(workspaceId: string, webhookId: string, eventId: string | null, nowMs: number): Promise<number>;
}

/** Sends what is in lanes, outside of requests. */
export interface DeliveryRunner {
  /** Starts lanes that `takeDue` gave. */
  start(lanes: readonly LaneRef[], nowMs: number): Promise<void>;
}
