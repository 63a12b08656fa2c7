import { webhookNotFound } from '../domain/webhook.ts';
import { createWebhookSecret } from '../domain/webhook-signature.ts';
import type { ShownWebhook } from './create-webhook.ts';
import { getWebhook } from './get-webhook.ts';
import type { Ports } from './ports.ts';

/** Gives a webhook another secret. The present one signs, too, for a while; one from before does not any more. Throws `not-found`. */
export async function rotateWebhook(
  ports: Ports,
  workspaceId: string,
  webhookId: string,
  overlapMs: number,
): Promise<ShownWebhook> {
  const secret = createWebhookSecret();
  const isThere = await ports.webhooks.replaceSecret(workspaceId, webhookId, secret, Date.now() + overlapMs);
  if (!isThere) throw webhookNotFound();
  return { webhook: await getWebhook(ports, workspaceId, webhookId), secret };
}
