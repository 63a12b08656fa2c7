import { beforeAll, expect, test } from 'vitest';
import { createPlan, type OpenedWorkspace, openWorkspace } from '../open-workspace.ts';
import { filledPlan } from '../solve-by-job.ts';
import { call, webhookOf } from '../webhook-of.ts';

let workspace: OpenedWorkspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});

test('a layout is told of once, signed, to whoever wants to know of its plan', async () => {
  const planId = await filledPlan(workspace);
  const [told, other, others] = await Promise.all([
    webhookOf(workspace, ['layout.created', 'job.finished']),
    webhookOf(workspace, ['publication.in_force']),
    webhookOf(workspace, ['layout.created'], '', [await createPlan(workspace)]),
  ]);
  const asked = { territories: 2, effort: 'fast' };
  const { body } = await call<{ layoutId: string }>(workspace, 'POST', `/v1/plans/${planId}/layouts`, asked);
  // The same once more is the same layout, and nothing new.
  await call(workspace, 'POST', `/v1/plans/${planId}/layouts`, asked);
  const [event] = await told.events(1);
  expect(event).toMatchObject({ type: 'layout.created', data: { planId, layoutId: body.layoutId, line: null } });
  expect(await told.deliveries()).toMatchObject([
    { eventId: event?.id, state: 'delivered', attempts: 1, lastStatus: 204, lastError: null, nextAttemptAt: null },
  ]);
  expect(await other.deliveries()).toEqual([]);
  expect(await others.deliveries()).toEqual([]);
});
