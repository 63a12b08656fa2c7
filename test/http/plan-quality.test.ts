import { expect, test } from 'vitest';
import { createPlan, openWorkspace } from '../open-workspace.ts';

const workspace = await openWorkspace();

async function patch(planId: string, body: object, ifMatch?: string) {
  const headers = { 'content-type': 'application/json', ...(ifMatch && { 'if-match': ifMatch }) };
  const init = { method: 'PATCH', headers, body: JSON.stringify(body) };
  const answer = await workspace.fetch(`/v1/plans/${planId}`, init);
  return { status: answer.status, tag: answer.headers.get('etag') ?? '', body: await answer.json() };
}

test('a plan says which metrics are value and potential, and how scores are weighed', async () => {
  const planId = await createPlan(workspace, { metrics: ['revenue', 'potential'] });
  expect(await (await workspace.fetch(`/v1/plans/${planId}`)).json()).toMatchObject({
    valueMetric: null,
    potentialMetric: null,
    quality: { weights: { potential: 1, customers: 1, room: 1, service: 1 } },
  });
  const weights = { potential: 2, customers: 0, room: 0.5, service: 1 };
  const named = { valueMetric: 'revenue', potentialMetric: 'potential', quality: { weights } };
  const first = await patch(planId, named);
  expect(first).toMatchObject({ status: 200, body: named });
  expect(await patch(planId, { name: 'Other' })).toMatchObject({ status: 200, body: named });
  const taken = await patch(planId, { valueMetric: null });
  expect(taken).toMatchObject({ status: 200, body: { ...named, valueMetric: null } });
  expect((await patch(planId, { valueMetric: 'revenue' }, first.tag)).status).toBe(412);
  expect((await patch(planId, { valueMetric: 'revenue' }, taken.tag)).body).toMatchObject(named);
});

test('metrics that the plan does not have, and weights that are all 0, are refused', async () => {
  const planId = await createPlan(workspace, { metrics: ['revenue'] });
  expect(await patch(planId, { valueMetric: 'x', potentialMetric: 'accounts' })).toMatchObject({
    status: 400,
    body: {
      type: '/problems/invalid-parameter',
      violations: [
        { field: '/valueMetric', value: 'x', remedy: 'name one of: revenue' },
        { field: '/potentialMetric', value: 'accounts' },
      ],
    },
  });
  const none = { potential: 0, customers: 0, room: 0, service: 0 };
  expect(await patch(planId, { quality: { weights: none } })).toMatchObject({
    status: 400,
    body: { violations: [{ field: '/quality/weights' }] },
  });
  expect((await patch(planId, { quality: { weights: { ...none, room: -1 } } })).status).toBe(400);
});
