import type { App } from '../app.ts';
import { registerChangeWebhook } from './webhooks/change-webhook.ts';
import { registerCreateWebhook } from './webhooks/create-webhook.ts';
import { registerDeleteWebhook } from './webhooks/delete-webhook.ts';
import { describeEvents } from './webhooks/describe-events.ts';
import { registerGetWebhook } from './webhooks/get-webhook.ts';
import { registerListDeliveries } from './webhooks/list-deliveries.ts';
import { registerListWebhooks } from './webhooks/list-webhooks.ts';
import { registerReplayDead } from './webhooks/replay-dead.ts';
import { registerReplayDelivery } from './webhooks/replay-delivery.ts';
import { registerRotateWebhook } from './webhooks/rotate-webhook.ts';
import { registerTestWebhook } from './webhooks/test-webhook.ts';

/** Routes of webhooks, and what these are told. */
export function registerWebhookRoutes(app: App): void {
  registerCreateWebhook(app);
  registerListWebhooks(app);
  registerGetWebhook(app);
  registerChangeWebhook(app);
  registerDeleteWebhook(app);
  registerRotateWebhook(app);
  registerTestWebhook(app);
  registerListDeliveries(app);
  registerReplayDelivery(app);
  registerReplayDead(app);
  describeEvents(app);
}
