import { Failure } from '../domain/failure.ts';
import { randomBase62 } from '../domain/random-base62.ts';
import { MAX_WEBHOOKS, type Webhook, type WebhookSettings } from '../domain/webhook.ts';
import { createWebhookSecret } from '../domain/webhook-signature.ts';
import { checkWebhook } from './check-webhook.ts';
import type { Ports } from './ports.ts';

/** A webhook with its secret, as it is shown once. */
export interface ShownWebhook {
  readonly webhook: Webhook;
  readonly secret: string;
}

/** Makes a webhook, which is told of what happens from now on. Throws `invalid-parameter`; `too-many-webhooks`. */
export async function createWebhook(
  ports: Ports,
  workspaceId: string,
  settings: WebhookSettings,
): Promise<ShownWebhook> {
  await checkWebhook(ports, workspaceId, settings);
  const webhook: Webhook = {
    webhookId: `whk_${randomBase62(22)}`,
    ...settings,
    state: 'enabled',
    reason: null,
    failingSince: null,
    oldSecretUntil: null,
    createdAt: new Date().toISOString(),
    version: 1,
  };
  const secret = createWebhookSecret();
  if (await ports.webhooks.add(workspaceId, webhook, secret, MAX_WEBHOOKS)) return { webhook, secret };
  const detail = `a workspace may have ${MAX_WEBHOOKS} webhooks: delete one, or change one that there is`;
  throw new Failure('too-many-webhooks', detail, [], 0, { limit: MAX_WEBHOOKS });
}
