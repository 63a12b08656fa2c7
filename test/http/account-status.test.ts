import { expect, test } from 'vitest';
import { createPlan, openWorkspace } from '../open-workspace.ts';

const workspace = await openWorkspace();

async function upload(planId: string, csv: string) {
  const init = { method: 'PUT', headers: { 'content-type': 'text/csv' }, body: csv };
  const answer = await workspace.fetch(`/v1/plans/${planId}/accounts`, init);
  return (await answer.json()) as { accepted: number; columns: object[]; violations: object[] };
}

async function idsBy(planId: string, query: string): Promise<string[]> {
  const answer = await workspace.fetch(`/v1/plans/${planId}/accounts${query}`);
  return ((await answer.json()) as { items: { id: string }[] }).items.map(({ id }) => id);
}

test('a status is read in any case, as other systems write it, and the list is filtered by it', async () => {
  const planId = await createPlan(workspace);
  const csv = `id,lat,lng,status
a,47,3,Customer
b,47,3,Customer - Direct
c,47,3,marketingqualifiedlead
d,47,3,INACTIVE
e,47,3,
f,47,3,Other
`;
  expect(await upload(planId, csv)).toMatchObject({ accepted: 6, violations: [] });
  expect(await idsBy(planId, '?status=customer')).toEqual(['a', 'b']);
  expect(await idsBy(planId, '?status=prospect')).toEqual(['c']);
  expect(await idsBy(planId, '?status=dormant')).toEqual(['d']);
  expect(await idsBy(planId, '?status=unknown')).toEqual(['e', 'f']);
  expect((await workspace.fetch(`/v1/plans/${planId}/accounts?status=lost`)).status).toBe(400);
});

test('a status that nobody knows is a bad row; under another name it is an attribute', async () => {
  const planId = await createPlan(workspace);
  const csv = 'id,lat,lng,Lifecycle Stage\na,47,3,customer\nb,47,3,hibernating\n';
  expect(await upload(planId, csv)).toMatchObject({
    accepted: 1,
    columns: expect.arrayContaining([{ column: 'Lifecycle Stage', as: 'status' }]),
    violations: [{ line: 3, field: 'status', value: 'hibernating', detail: 'is no status' }],
  });
  const init = { method: 'PUT', headers: { 'content-type': 'text/csv' }, body: csv };
  const mapped = await workspace.fetch(`/v1/plans/${planId}/accounts?map=Lifecycle Stage:stage`, init);
  expect(await mapped.json()).toMatchObject({ accepted: 2 });
  const account = await workspace.fetch(`/v1/plans/${planId}/accounts/b`);
  expect(await account.json()).toMatchObject({ status: null, attributes: { stage: 'hibernating' } });
});
