import type { DeliveryStore, LaneRef, PendingDelivery } from '../application/delivery-store.ts';
import { readNumberCursor } from '../domain/number-cursor.ts';
import type { Delivery, DeliveryState } from '../domain/webhook-delivery.ts';
import type { EventType } from '../domain/webhook-event.ts';
import { pageOf } from './page-of.ts';
import { isoOf, toTarget, type WebhookRow } from './webhooks.d1.ts';

/** A lane that somebody was asked to see to is given out again so much later: that one may be gone. */
const ONCE_IN_MS = 60_000;

/** When there is something to send next in a lane: when the first that waits may be tried. */
const NEXT = `(SELECT next_ms FROM webhook_deliveries AS waiting WHERE waiting.lane_number = webhook_lanes.lane_number AND state = 'pending'
  ORDER BY due_ms, event_number LIMIT 1)`;

const IS_HELD = 'EXISTS (SELECT 1 FROM webhook_lanes WHERE lane_number = ?1 AND lease = ?2)';

interface PendingRow {
  readonly event_number: number;
  readonly event_id: string;
  readonly type: EventType;
  readonly due_ms: number;
  readonly data: string;
  readonly tries: number;
  readonly next_ms: number;
}

interface DeliveryRow {
  readonly event_number: number;
  readonly event_id: string;
  readonly type: EventType;
  readonly plan_id: string;
  readonly due_ms: number;
  readonly state: DeliveryState;
  readonly tries: number;
  readonly last_ms: number | null;
  readonly next_ms: number | null;
  readonly status: number | null;
  readonly error: string | null;
}

const LOG = `SELECT events.event_number, event_id, events.type, events.plan_id, events.due_ms, webhook_deliveries.state, tries, last_ms, next_ms, status, error
  FROM webhook_deliveries JOIN events USING (event_number)
  WHERE webhook_number = (SELECT webhook_number FROM webhooks WHERE workspace_id = ?1 AND webhook_id = ?2)`;

/** Which deliveries are to be sent again: one, or all that were given up. */
const REPLAYED = `webhook_number = (SELECT webhook_number FROM webhooks WHERE workspace_id = ?1 AND webhook_id = ?2)
  AND iif(?3 IS NULL, state = 'dead', event_number = (SELECT event_number FROM events WHERE workspace_id = ?1 AND event_id = ?3))`;

/** Deliveries in D1. `onReplay` is called when there is something new to send. */
export function deliveryStoreD1(db: D1Database, sealingKey: string | undefined, onReplay: () => void): DeliveryStore {
  /** A statement about a lane that somebody holds: its first two parameters name both. */
  const ofHeld = ({ laneId }: LaneRef, lease: string, sql: string, ...values: (string | number | null)[]) =>
    db.prepare(sql).bind(laneId, lease, ...values);

  return {
    async takeDue(nowMs, limit) {
      const { results } = await db
        .prepare(
          `UPDATE webhook_lanes SET started_ms = ?1 WHERE lane_number IN (
             SELECT lane_number FROM webhook_lanes WHERE wake_ms IS NOT NULL AND wake_ms <= ?1
               AND coalesce(lease_until_ms, 0) <= ?1 AND coalesce(started_ms, 0) <= ?1 - ${ONCE_IN_MS}
             ORDER BY wake_ms LIMIT ?2)
           RETURNING lane_number AS laneId`,
        )
        .bind(nowMs, limit)
        .all<LaneRef>();
      return results;
    },

    async open(lane, lease, nowMs, untilMs, limit) {
      const [, webhooks, pending] = await db.batch([
        ofHeld(
          lane,
          lease,
          `UPDATE webhook_lanes SET lease = ?2, lease_until_ms = ?4
           WHERE lane_number = ?1 AND (lease IS NULL OR lease = ?2 OR lease_until_ms <= ?3)`,
          ...[nowMs, untilMs],
        ),
        // What a workspace holds that has ended is told to nobody.
        ofHeld(
          lane,
          lease,
          `SELECT webhooks.* FROM webhook_lanes JOIN webhooks USING (webhook_number) JOIN workspaces USING (workspace_id)
           WHERE lane_number = ?1 AND lease = ?2 AND ends_at IS NULL`,
        ),
        ofHeld(
          lane,
          lease,
          `SELECT event_number, event_id, type, events.due_ms, data, tries, next_ms FROM webhook_deliveries JOIN events USING (event_number)
           WHERE lane_number = ?1 AND state = 'pending' AND ${IS_HELD} ORDER BY webhook_deliveries.due_ms, event_number LIMIT ?3`,
          limit,
        ),
      ]);
      const webhook = webhooks?.results[0] as WebhookRow | undefined;
      if (webhook === undefined) return null;
      const rows = (pending?.results ?? []) as PendingRow[];
      return { target: await toTarget(webhook, sealingKey, nowMs), pending: rows.map(toPending) };
    },

    async settle(lane, lease, settlement, untilMs) {
      const { eventNumber, state, status, error, atMs, nextMs, isGone, failingSinceMs } = settlement;
      const webhook =
        'webhook_number = (SELECT webhook_number FROM webhook_lanes WHERE lane_number = ?1 AND lease = ?2)';
      const answers = await db.batch<{ version: number }>([
        ofHeld(
          lane,
          lease,
          `UPDATE webhook_deliveries SET state = ?4, tries = tries + 1, first_ms = coalesce(first_ms, ?5), last_ms = ?5, next_ms = ?6,
             status = ?7, error = ?8
           WHERE event_number = ?3 AND ${webhook} AND lane_number = ?1`,
          ...[eventNumber, state, atMs, nextMs, status, error],
        ),
        state === 'delivered'
          ? ofHeld(
              lane,
              lease,
              `UPDATE webhooks SET failing_since_ms = NULL WHERE ${webhook} AND failing_since_ms IS NOT NULL`,
            )
          : ofHeld(
              lane,
              lease,
              `UPDATE webhooks SET failing_since_ms = coalesce(failing_since_ms, ?3) WHERE ${webhook}`,
              atMs,
            ),
        ofHeld(
          lane,
          lease,
          `UPDATE webhooks SET state = 'disabled', reason = iif(?3, 'gone', 'failing'), version = version + 1
           WHERE ${webhook} AND state = 'enabled' AND (?3 OR failing_since_ms <= ?4)`,
          ...[Number(isGone), failingSinceMs],
        ),
        ofHeld(
          lane,
          lease,
          `UPDATE webhook_lanes SET wake_ms = ${NEXT}, lease_until_ms = ?3 WHERE lane_number = ?1 AND lease = ?2`,
          untilMs,
        ),
        ofHeld(lane, lease, `SELECT version FROM webhooks WHERE ${webhook}`),
      ]);
      return answers.at(-1)?.results[0]?.version ?? null;
    },

    async giveUp(lane, lease, nowMs, error) {
      await ofHeld(
        lane,
        lease,
        `UPDATE webhook_deliveries SET state = 'dead', next_ms = NULL, error = ?4
         WHERE lane_number = ?1 AND state = 'pending' AND due_ms <= ?3 AND ${IS_HELD}`,
        ...[nowMs, error],
      ).run();
    },

    async release(lane, lease) {
      const row = await ofHeld(
        lane,
        lease,
        `UPDATE webhook_lanes SET lease = NULL, lease_until_ms = NULL, started_ms = NULL, wake_ms = ${NEXT}
         WHERE lane_number = ?1 AND lease = ?2 RETURNING wake_ms AS wakeMs`,
      ).first<{ wakeMs: number | null }>();
      return row?.wakeMs ?? null;
    },

    async list(workspaceId, webhookId, { state }, { cursor, limit }) {
      const { results } = await db
        .prepare(
          `${LOG} AND event_number < ?3 AND (?5 IS NULL OR webhook_deliveries.state = ?5) ORDER BY event_number DESC LIMIT ?4`,
        )
        .bind(workspaceId, webhookId, readNumberCursor(cursor, Number.MAX_SAFE_INTEGER), limit + 1, state)
        .all<DeliveryRow>();
      return pageOf(results, limit, toDelivery, (row) => row.event_number);
    },

    async find(workspaceId, webhookId, eventId) {
      const row = await db
        .prepare(`${LOG} AND event_id = ?3`)
        .bind(workspaceId, webhookId, eventId)
        .first<DeliveryRow>();
      return row && toDelivery(row);
    },

    async replay(workspaceId, webhookId, eventId, nowMs) {
      const bound = (sql: string) => db.prepare(sql).bind(workspaceId, webhookId, eventId, nowMs);
      const [, replayed] = await db.batch([
        bound(
          `UPDATE webhook_lanes SET wake_ms = ?4 WHERE lane_number IN (SELECT lane_number FROM webhook_deliveries WHERE ${REPLAYED})`,
        ),
        bound(
          `UPDATE webhook_deliveries SET state = 'pending', tries = iif(state = 'pending', tries, 0), first_ms = NULL, next_ms = ?4
           WHERE ${REPLAYED}`,
        ),
      ]);
      const changes = replayed?.meta.changes ?? 0;
      if (changes > 0) onReplay();
      return changes;
    },
  };
}

function toPending(row: PendingRow): PendingDelivery {
  return {
    eventNumber: row.event_number,
    eventId: row.event_id,
    type: row.type,
    timestampMs: row.due_ms,
    data: row.data,
    tries: row.tries,
    nextMs: row.next_ms,
  };
}

function toDelivery(row: DeliveryRow): Delivery {
  return {
    eventId: row.event_id,
    type: row.type,
    planId: row.plan_id,
    timestamp: new Date(row.due_ms).toISOString(),
    state: row.state,
    attempts: row.tries,
    lastAttemptAt: isoOf(row.last_ms),
    lastStatus: row.status,
    lastError: row.error,
    nextAttemptAt: isoOf(row.next_ms),
  };
}
