import { Failure, type Violation } from '../domain/failure.ts';
import { shorten } from '../domain/shorten.ts';
import type { Ports } from './ports.ts';
import type { WebhookChange } from './webhook-store.ts';

/** Throws `invalid-parameter` with everything that is wrong with what is said of a webhook: an address that may not be told of events, plans that are not there. */
export async function checkWebhook(
  ports: Ports,
  workspaceId: string,
  { url, planIds }: Pick<WebhookChange, 'url' | 'planIds'>,
): Promise<void> {
  const blame = url === undefined ? null : ports.sender.blame(url);
  const wrong: Violation[] = blame === null ? [] : [{ field: '/url', value: shorten(url ?? ''), ...blame }];
  const plans = await Promise.all((planIds ?? []).map((planId) => ports.plans.find(workspaceId, planId)));
  for (const [at, planId] of (planIds ?? []).entries()) {
    if (plans[at] !== null) continue;
    const remedy = 'send ids of plans of the workspace, or null for all of them';
    wrong.push({ field: `/planIds/${at}`, value: shorten(planId), detail: 'is no plan of the workspace', remedy });
  }
  const [first, ...more] = wrong;
  if (first !== undefined) throw Failure.invalid('invalid-parameter', first, ...more);
}
