import { Failure } from '../domain/failure.ts';
import { wrongState } from '../domain/publication-action.ts';
import type { Delivery } from '../domain/webhook-delivery.ts';
import { getWebhook } from './get-webhook.ts';
import type { Ports } from './ports.ts';

/**
 * Has an event sent to a webhook again, with the same id: what was given up or has arrived once more, what is still to be tried without waiting.
 *
 * Errors: `not-found`; `wrong-state` where the webhook is disabled.
 */
export async function replayDelivery(
  ports: Ports,
  workspaceId: string,
  webhookId: string,
  eventId: string,
): Promise<Delivery> {
  await expectEnabled(ports, workspaceId, webhookId);
  await ports.deliveries.replay(workspaceId, webhookId, eventId, Date.now());
  const delivery = await ports.deliveries.find(workspaceId, webhookId, eventId);
  if (delivery === null) throw new Failure('not-found', 'no event of this webhook has this id');
  return delivery;
}

/** Has all events sent again that were given up. Answers how many. Errors as above. */
export async function replayDead(ports: Ports, workspaceId: string, webhookId: string): Promise<number> {
  await expectEnabled(ports, workspaceId, webhookId);
  return ports.deliveries.replay(workspaceId, webhookId, null, Date.now());
}

async function expectEnabled(ports: Ports, workspaceId: string, webhookId: string): Promise<void> {
  const { state } = await getWebhook(ports, workspaceId, webhookId);
  if (state === 'disabled') throw wrongState('the webhook is disabled and is told nothing', state, ['enable']);
}
