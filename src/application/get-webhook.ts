import { type Webhook, webhookNotFound } from '../domain/webhook.ts';
import type { Ports } from './ports.ts';

/** A webhook of a workspace. Throws `not-found`. */
export async function getWebhook(ports: Ports, workspaceId: string, webhookId: string): Promise<Webhook> {
  const webhook = await ports.webhooks.find(workspaceId, webhookId);
  if (webhook === null) throw webhookNotFound();
  return webhook;
}
