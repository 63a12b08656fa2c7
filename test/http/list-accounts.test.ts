import { expect, test } from 'vitest';
import { createPlan, openWorkspace } from '../open-workspace.ts';

const workspace = await openWorkspace();
const planId = await createPlan(workspace);
const IDS = ['10', '2', 'A/b c', 'a', 'Ä', 'é', '東京', '😀'];

test('accounts are listed by id in pages, and each is at its own address', async () => {
  const body = JSON.stringify(IDS.toReversed().map((id, i) => ({ id, lat: i, lng: -i, v: i })));
  const init = { method: 'PUT', headers: { 'content-type': 'application/json' }, body };
  expect((await workspace.fetch(`/v1/plans/${planId}/accounts`, init)).status).toBe(200);

  const seen: { id: string }[] = [];
  let address: string | undefined = `/v1/plans/${planId}/accounts?limit=3`;
  while (address !== undefined) {
    const response: Response = await workspace.fetch(address);
    seen.push(...((await response.json()) as { items: { id: string }[] }).items);
    address = /^<([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
  }
  expect(seen.map(({ id }) => id)).toEqual(IDS);
  for (const account of seen) {
    const alone = await workspace.fetch(`/v1/plans/${planId}/accounts/${encodeURIComponent(account.id)}`);
    expect([alone.status, await alone.json()]).toEqual([200, account]);
  }
});

test('an account that is not there is 404', async () => {
  expect((await workspace.fetch(`/v1/plans/${planId}/accounts/nobody`)).status).toBe(404);
});
