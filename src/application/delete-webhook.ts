import type { Webhook } from '../domain/webhook.ts';
import { getWebhook } from './get-webhook.ts';
import { changedMeanwhile } from './name-accounts.ts';
import type { Ports } from './ports.ts';

/** Deletes a webhook, and what is on its way to it. Throws `not-found`; `precondition-failed` where it is another version than `expected`. */
export async function deleteWebhook(
  ports: Ports,
  workspaceId: string,
  webhookId: string,
  expected: Webhook | null = null,
): Promise<void> {
  if (await ports.webhooks.remove(workspaceId, webhookId, expected?.version ?? null)) return;
  await getWebhook(ports, workspaceId, webhookId);
  throw changedMeanwhile();
}
