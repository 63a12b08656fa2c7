import { expect, test } from 'vitest';
import {
  ACCOUNTS,
  box,
  conflictsOf,
  drawn,
  fix,
  imported,
  type PageAnswer,
  planOf,
  ports,
  publish,
  workspace,
} from '../conflict-plan.ts';
import { openWorkspace } from '../open-workspace.ts';
import { send } from '../post-json.ts';

test('two squares with their reps have no conflict', async () => {
  const layoutId = await imported(await planOf());
  const { items, counts } = await conflictsOf(`layouts/${layoutId}`, '&groupBy=parent');
  expect(items).toEqual([]);
  expect(Object.values(counts.byKind).every((count) => count === 0)).toBe(true);
});

test('the conflicts of a plan are those of the layout in force, and its reps those of the publication', async () => {
  const leave = [{ from: '2000-01-01', to: '2100-01-01' }];
  const planId = await planOf(ACCOUNTS, [{ id: 'r-1', leave }, { id: 'r-2' }, { id: 'r-3' }]);
  const layoutId = await imported(planId);
  expect(await conflictsOf(`plans/${planId}`)).toMatchObject({ layoutId, inForce: false });
  await publish(planId, layoutId, { west: 'r-1', east: 'r-2' });
  await imported(planId, [drawn('all', [[box(10, 50, 10.2, 50.1)]])]);
  const page = await conflictsOf(`plans/${planId}`);
  expect(page).toMatchObject({ layoutId, inForce: true, items: [{ kind: 'owner-on-leave' }] });
  const { answer } = await fix(`plans/${planId}`, page.items[0]?.conflictId ?? '', { repId: 'r-3' });
  expect(answer).toMatchObject({ state: 'gone', did: { action: 'replace-rep', layoutId: null } });
  const governance = await ports.governance.load(workspace.workspaceId, planId);
  const inForce = governance.inForce(null, Date.now()).holding?.subject ?? '';
  expect(inForce).toBe(answer.did?.publicationId);
  expect(governance.publications.get(inForce)?.reps).toEqual({ west: 'r-3', east: 'r-2' });
});

test('the list is counted whole, filtered, paged and drawn', async () => {
  const accounts = Array.from({ length: 7 }, (_, at) => ({
    ...{ id: `p${at}`, lat: 50.01 + at / 100, lng: 10.05, repId: 'r-east' },
  }));
  const planId = await planOf([...accounts, ...ACCOUNTS]);
  const at = `layouts/${await imported(planId)}`;
  const all = await conflictsOf(at);
  expect(all.counts.byKind['account-outside-territory']).toBe(7);
  const seen: string[] = [];
  for (let path: string | null = `/v1/${at}/conflicts?kind=account-outside-territory&limit=3`; path !== null; ) {
    const response: Response = await workspace.fetch(path);
    const page = (await response.json()) as PageAnswer;
    expect(page.counts).toEqual(all.counts);
    seen.push(...page.items.map(({ where }) => where.accountIds[0] ?? ''));
    path = /<([^>]+)>/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
  }
  expect(seen).toEqual(['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6']);
  expect((await conflictsOf(at, '&severity=error')).items).toEqual([]);
  const map = await workspace.fetch(`/v1/${at}/conflicts?kind=account-outside-territory`, {
    headers: { accept: 'application/geo+json' },
  });
  const { features } = (await map.json()) as { features: { geometry: { coordinates: number[] } }[] };
  expect(features.map(({ geometry }) => geometry.coordinates)).toEqual(accounts.map(({ lat, lng }) => [lng, lat]));
});

/** Of nothing, but listed without a line. */
const GONE = `cft_gap_${'a'.repeat(21)}wmtm4`;

test('conflicts and fixes of other workspaces, ids and choices that are none are refused', async () => {
  const planId = await planOf([...ACCOUNTS, { id: 'out', lat: 50.05, lng: 10.23 }]);
  const layoutId = await imported(planId);
  const at = `layouts/${layoutId}`;
  const { items } = await conflictsOf(at, '&kind=gap');
  const id = items[0]?.conflictId ?? '';
  const other = await openWorkspace();
  expect((await send(other, 'GET', `/v1/${at}/conflicts?planId=${planId}`)).status).toBe(404);
  expect((await send(other, 'GET', `/v1/plans/${planId}/conflicts`)).status).toBe(404);
  expect((await send(other, 'POST', `/v1/${at}/conflicts/${id}/fix`, { planId })).status).toBe(404);
  expect((await fix(at, 'cft_gap_none')).status).toBe(404);
  expect((await fix(at, id, { repId: 'r-west' })).status).toBe(400);
  expect((await fix(at, id, { territoryId: 'nowhere' })).status).toBe(400);
  const gone = await fix(at, GONE);
  expect([gone.status, gone.answer.state, gone.answer.did]).toEqual([200, 'gone', null]);
});

test('a fix of owners or accounts needs the scope for them, too', async () => {
  const planId = await planOf(ACCOUNTS.map((account) => ({ ...account, repId: 'r-east' })));
  const at = `layouts/${await imported(planId)}`;
  const { items } = await conflictsOf(at, '&kind=account-outside-territory');
  const { answer } = await send<{ key: string }>(workspace, 'POST', '/v1/keys', {
    name: 'few',
    scopes: ['layouts:write'],
  });
  const response = await workspace.fetchAsOperator(`/v1/${at}/conflicts/${items[0]?.conflictId}/fix`, {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' },
  });
  expect(response.status).toBe(401);
  const limited = await import('cloudflare:workers').then(({ exports }) =>
    exports.default.fetch(`http://hexalign.test/v1/${at}/conflicts/${items[0]?.conflictId}/fix`, {
      method: 'POST',
      headers: { authorization: `Bearer ${answer.key}`, 'content-type': 'application/json' },
      body: '{}',
    }),
  );
  expect(limited.status).toBe(403);
});
