import { FAILING_LIMIT_MS, nextTryMs } from '../domain/webhook-delivery.ts';
import { eventBody } from '../domain/webhook-event.ts';
import type { DeliveryStore, LaneRef, OpenLane, PendingDelivery, Settlement } from './delivery-store.ts';
import { tellReceiver } from './tell-receiver.ts';
import type { WebhookSender } from './webhook-sender.ts';

/** What is asked of the outside to deliver. */
export interface DeliveryPorts {
  readonly deliveries: DeliveryStore;
  readonly sender: WebhookSender;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** When a lane is to be gone on with: `null` where nothing waits, or another is at it. */
export type LaneOutcome = { readonly wakeMs: number | null };

/** Longer than a try takes, with the two queries about it. */
const LEASE_MS = 60_000;
/** What is read at once. */
const READ_AT_ONCE = 20;
/** HTTP: whoever answers so is gone for ever. */
const GONE = 410;

/**
 * Sends what is due in a lane, in its order: what fails is tried again before the next is sent, until it is given up.
 *
 * Any number may be called for the same lane at once: one holds the lease, the others do nothing. Who dies leaves at most one event that
 * was sent and not recorded: that is sent once more, with the same id.
 *
 * Cost: a try is one request and one batch of queries; at most `most` tries.
 */
export async function deliverLane(
  ports: DeliveryPorts,
  lane: LaneRef,
  lease: string,
  most: number,
): Promise<LaneOutcome> {
  const { deliveries, now } = ports;
  for (let tries = 0; tries < most; ) {
    const openedMs = now();
    const limit = Math.min(READ_AT_ONCE, most - tries);
    const open = await deliveries.open(lane, lease, openedMs, openedMs + LEASE_MS, limit);
    if (open === null) return { wakeMs: null };
    if (open.target.state === 'disabled') {
      await deliveries.giveUp(lane, lease, now(), 'the webhook was disabled');
    } else {
      const sent = await sendInOrder(ports, lane, lease, open);
      if (sent === null) return { wakeMs: null };
      tries += sent;
      if (sent > 0) continue;
    }
    const wakeMs = await deliveries.release(lane, lease);
    // Something may have come while the lease was held: whoever brought it left it to us.
    if (wakeMs === null || wakeMs > now()) return { wakeMs };
  }
  return { wakeMs: await deliveries.release(lane, lease) };
}

/** Sends until one fails, the webhook changes or there is no more. Answers how many tries that took; null where the lease was lost. */
async function sendInOrder(
  { deliveries, sender, now }: DeliveryPorts,
  lane: LaneRef,
  lease: string,
  { target, pending }: OpenLane,
): Promise<number | null> {
  let tries = 0;
  for (const delivery of pending) {
    if (delivery.nextMs > now()) return tries;
    const { eventId, type, timestampMs, data } = delivery;
    const told = await tellReceiver(sender, target, eventId, eventBody(type, timestampMs, data), now());
    tries++;
    const settlement = settled(delivery, told, now());
    const version = await deliveries.settle(lane, lease, settlement, now() + LEASE_MS);
    if (version === null) return null;
    if (settlement.state === 'pending' || version !== target.version) return tries;
  }
  return tries;
}

function settled(
  { eventNumber, tries }: PendingDelivery,
  told: { isDelivered: boolean; status: number | null; error: string | null },
  atMs: number,
): Settlement {
  const { isDelivered, status, error } = told;
  const isGone = status === GONE;
  const nextMs = isDelivered || isGone ? null : nextTryMs(tries + 1, atMs);
  const state = isDelivered ? 'delivered' : nextMs === null ? 'dead' : 'pending';
  return { eventNumber, state, status, error, atMs, nextMs, isGone, failingSinceMs: atMs - FAILING_LIMIT_MS };
}
