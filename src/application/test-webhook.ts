import { webhookNotFound } from '../domain/webhook.ts';
import { eventBody, TEST_EVENT } from '../domain/webhook-event.ts';
import type { Ports } from './ports.ts';
import { type Told, tellReceiver } from './tell-receiver.ts';

/** What came of trying a receiver. */
export interface WebhookTrial extends Told {
  readonly eventId: string;
  readonly tookMs: number;
}

/** Sends a `webhook.test` to a receiver at once, also to one of a webhook that is disabled. It is not tried again and not in the log. Throws `not-found`. */
export async function testWebhook(ports: Ports, workspaceId: string, webhookId: string): Promise<WebhookTrial> {
  const nowMs = Date.now();
  const target = await ports.webhooks.findTarget(workspaceId, webhookId, nowMs);
  if (target === null) throw webhookNotFound();
  const eventId = `evt_${crypto.randomUUID().replaceAll('-', '')}`;
  const body = eventBody(TEST_EVENT, nowMs, JSON.stringify({ webhookId }));
  const told = await tellReceiver(ports.sender, target, eventId, body, nowMs);
  return { ...told, eventId, tookMs: Date.now() - nowMs };
}
