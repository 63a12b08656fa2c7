import { Webhook } from 'standardwebhooks';
import { vi } from 'vitest';
import { deliverLane } from '../src/application/deliver-lane.ts';
import type { DeliveryStore, LaneRef } from '../src/application/delivery-store.ts';
import type { ReceiverAnswer, WebhookSender } from '../src/application/webhook-sender.ts';
import { blameAddress } from '../src/domain/webhook-address.ts';
import type { EventType, NewEvent } from '../src/domain/webhook-event.ts';
import { createWebhookSecret } from '../src/domain/webhook-signature.ts';
import { deliveryStoreD1 } from '../src/storage/deliveries.d1.ts';
import { eventLogD1 } from '../src/storage/events.d1.ts';
import { webhookStoreD1 } from '../src/storage/webhooks.d1.ts';

/** A message as a receiver of the rig got it, after its signature was verified. */
export interface Message {
  readonly id: string;
  readonly planId: string;
  readonly n: number;
  readonly atMs: number;
}

/** What a receiver does with a message: it takes it or not, and says something or nothing. */
export type Behaviour = (message: Message) => { readonly isTaken: boolean; readonly answer: ReceiverAnswer };

export const OK: ReceiverAnswer = { status: 204, text: '', error: null };
export const answer = (status: number): ReceiverAnswer => ({ status, text: '', error: null });
export const silence = (error: string): ReceiverAnswer => ({ status: null, text: '', error });

/** The clock is ahead of that of the record: what is recorded is due at once. */
const AHEAD_MS = 300_000;
const KEY = 'a-sealing-key-of-the-rig-0123456789abcdefgh';
const idle = () => {};

/** A webhook of a workspace of its own, with a clock that is set by hand and a receiver that does as it is told. Nobody else may deliver from the database. */
export async function deliveryRig(db: D1Database, behaviour: Behaviour) {
  const workspaceId = `wsp_${crypto.randomUUID()}`;
  const webhookId = `whk_${crypto.randomUUID()}`;
  const secret = createWebhookSecret();
  const ports = {
    webhooks: webhookStoreD1(db, KEY),
    events: eventLogD1(db, idle),
    deliveries: deliveryStoreD1(db, KEY, idle),
  };
  await db
    .prepare("INSERT INTO workspaces (workspace_id, name, created_at) VALUES (?, '', '')")
    .bind(workspaceId)
    .run();
  const settings = {
    url: 'https://hooks.example.com/',
    events: ['layout.created'] as EventType[],
    planIds: null,
    description: '',
  };
  const given = {
    webhookId,
    ...settings,
    state: 'enabled',
    reason: null,
    failingSince: null,
    oldSecretUntil: null,
  } as const;
  await ports.webhooks.add(workspaceId, { ...given, createdAt: new Date().toISOString(), version: 1 }, secret, 20);

  const taken: Message[] = [];
  /** Messages that came, taken or not. */
  let sent = 0;
  const clock = { nowMs: Math.round(performance.timeOrigin + performance.now()) + AHEAD_MS };
  const rig = {
    workspaceId,
    webhookId,
    secret,
    ports,
    taken,
    clock,
    behaviour,
    secrets: [secret],
    sent: () => sent,
    record: (planId: string, from: number, count: number) =>
      ports.events.record(workspaceId, eventsOf(planId, from, count)),
    deliver,
    run,
    deliveries: async () =>
      (await ports.deliveries.list(workspaceId, webhookId, { state: null }, { cursor: null, limit: 1000 })).items,
    webhook: () => ports.webhooks.find(workspaceId, webhookId),
  };

  const sender: WebhookSender = {
    blame: (url) => blameAddress(url, false),
    async send(_, headers, body) {
      sent++;
      vi.setSystemTime(clock.nowMs);
      let read: { data: { planId: string; n: number } } | undefined;
      for (const one of rig.secrets) read = new Webhook(one).verify(body, { ...headers }) as typeof read;
      if (read === undefined) throw new Error('nothing was verified');
      const message = { id: headers['webhook-id'], ...read.data, atMs: clock.nowMs };
      const { isTaken, answer } = rig.behaviour(message);
      if (isTaken) taken.push(message);
      return answer;
    },
  };

  /** What one instance of the Workflow does in a step. */
  function deliver(lane: LaneRef, lease: string, most = 50, deliveries: DeliveryStore = ports.deliveries) {
    return deliverLane({ deliveries, sender, now: () => clock.nowMs }, lane, lease, most);
  }

  /** Does what the cron and the Workflow do until nothing waits, or a moment. `deliveries` may fail. */
  async function run(untilMs = Infinity, deliveries: DeliveryStore = ports.deliveries, runners = 1): Promise<void> {
    for (let leases = 0; ; ) {
      const lanes = await ports.deliveries.takeDue(clock.nowMs, 100);
      for (const lane of lanes) {
        const leased = Array.from({ length: runners }, () => `lease-${leases++}`);
        // One that throws is one that was lost: what it holds is free when its lease ends.
        await Promise.allSettled(leased.map((lease) => deliver(lane, lease, 50, deliveries)));
      }
      if (lanes.length > 0) continue;
      const nextMs = await db
        .prepare(
          `SELECT min(max(wake_ms, coalesce(started_ms, 0) + 60000, coalesce(lease_until_ms, 0))) AS next FROM webhook_lanes
         JOIN webhooks USING (webhook_number) WHERE webhook_id = ? AND wake_ms IS NOT NULL`,
        )
        .bind(webhookId)
        .first<number>('next');
      if (nextMs === null || nextMs > untilMs) return;
      clock.nowMs = Math.max(clock.nowMs + 1, nextMs);
    }
  }
  return rig;
}

function eventsOf(planId: string, from: number, count: number): NewEvent[] {
  return Array.from({ length: count }, (_, at) => ({
    planId,
    type: 'layout.created',
    fact: `review/${planId}/${from + at}`,
    dueMs: null,
    data: { planId, n: from + at },
  }));
}

/** Numbers of each plan in the order in which they came. */
export function numbersByPlan(taken: readonly Message[]): Map<string, number[]> {
  const plans = new Map<string, number[]>();
  for (const { planId, n } of taken) plans.set(planId, [...(plans.get(planId) ?? []), n]);
  return plans;
}
