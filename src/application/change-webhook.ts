import type { Webhook } from '../domain/webhook.ts';
import { checkWebhook } from './check-webhook.ts';
import { getWebhook } from './get-webhook.ts';
import { changedMeanwhile } from './name-accounts.ts';
import type { Ports } from './ports.ts';
import type { WebhookChange } from './webhook-store.ts';

/** Changes a webhook; enables or disables it. Throws `not-found`; `invalid-parameter`; `precondition-failed` where it is another version than `expected`. */
export async function changeWebhook(
  ports: Ports,
  workspaceId: string,
  webhookId: string,
  change: Omit<WebhookChange, 'reason'>,
  expected: Webhook | null = null,
): Promise<void> {
  await getWebhook(ports, workspaceId, webhookId);
  await checkWebhook(ports, workspaceId, change);
  const told = { ...change, ...(change.state === 'disabled' && { reason: 'by-request' as const }) };
  if (await ports.webhooks.change(workspaceId, webhookId, told, expected?.version ?? null)) return;
  await getWebhook(ports, workspaceId, webhookId);
  throw changedMeanwhile();
}
