import { beforeEach, describe, expect, test } from 'vitest';
import { createPlan, openWorkspace } from '../open-workspace.ts';

const workspace = await openWorkspace();
let planId = '';

beforeEach(async () => {
  planId = await createPlan(workspace);
  const body = `id,lat,lng\n${Array.from({ length: 200 }, (_, i) => `a${i},1,1`).join('\n')}\ndelete,1,1\n`;
  await workspace.fetch(`/v1/plans/${planId}/accounts`, {
    method: 'PUT',
    headers: { 'content-type': 'text/csv' },
    body,
  });
});

async function count(): Promise<number> {
  return ((await (await workspace.fetch(`/v1/plans/${planId}`)).json()) as { accounts: number }).accounts;
}

function bulk(ids: unknown) {
  return workspace.fetch(`/v1/plans/${planId}/accounts/delete`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ids }),
  });
}

test('an account is gone when it was deleted, and deleting it again is 404', async () => {
  const address = `/v1/plans/${planId}/accounts/a7`;
  const remove = () => workspace.fetch(address, { method: 'DELETE' });
  expect([(await remove()).status, (await workspace.fetch(address)).status, (await remove()).status]).toEqual([
    204, 404, 404,
  ]);
  expect(await count()).toBe(200);
});

test('an account may have the id delete', async () => {
  const address = `/v1/plans/${planId}/accounts/delete`;
  expect((await workspace.fetch(address)).status).toBe(200);
  expect((await workspace.fetch(address, { method: 'DELETE' })).status).toBe(204);
});

describe('many accounts', () => {
  test('are deleted at once, and ids of none are told once each', async () => {
    const ids = Array.from({ length: 10_000 }, (_, i) => `a${(i % 300) + 50}`);
    const answer = await bulk(ids);
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { deleted: 150, missing: Array.from({ length: 150 }, (_, i) => `a${i + 200}`) },
    ]);
    expect(await count()).toBe(51);
  });

  test.each([
    ['no ids', [], '/ids'],
    ['10,001 ids', Array(10_001).fill('a'), '/ids'],
    ['an id that is no text', ['a', 5], '/ids/1'],
  ])('are not deleted by %s', async (_, ids, field) => {
    const refused = await bulk(ids);
    expect([refused.status, await refused.json()]).toMatchObject([400, { violations: [{ field }] }]);
    expect(await count()).toBe(201);
  });
});
