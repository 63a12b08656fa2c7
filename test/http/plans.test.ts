import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { createPlan, openWorkspace } from '../open-workspace.ts';

const workspace = await openWorkspace();
const json = (body: unknown) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

describe('POST /v1/plans', () => {
  test('makes a plan at the address that Location names', async () => {
    const made = await workspace.fetch(
      '/v1/plans',
      json({ name: ' North ', metrics: ['revenue'], finestResolution: 8 }),
    );
    expect(made.status).toBe(201);
    const plan = (await made.json()) as { planId: string };
    expect(plan).toMatchObject({ name: 'North', metrics: ['revenue'], finestResolution: 8 });
    expect(made.headers.get('location')).toBe(`/v1/plans/${plan.planId}`);
    const read = await workspace.fetch(`/v1/plans/${plan.planId}`);
    expect(await read.json()).toEqual({ ...plan, accounts: 0 });
  });

  test('names every violation at once, with field, value and remedy', async () => {
    const refused = await workspace.fetch('/v1/plans', json({ name: '', finestResolution: 16, colour: 'red' }));
    expect(refused.status).toBe(400);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    const { violations, ...problem } = (await refused.json()) as { violations: Record<string, string>[] };
    expect(problem).toMatchObject({ type: '/problems/invalid-parameter', status: 400, violationCount: 3 });
    expect(violations.map(({ field, value }) => [field, value])).toEqual([
      ['/name', ''],
      ['/finestResolution', '16'],
      ['/colour', 'red'],
    ]);
    for (const { detail, remedy } of violations) expect([detail, remedy]).not.toContain('');
  });

  test('refuses a name with a control character', async () => {
    const refused = await workspace.fetch('/v1/plans', json({ name: 'a\u0000b' }));
    expect(await refused.json()).toMatchObject({
      violations: [{ field: '/name', detail: 'holds a control character', remedy: 'send printable text' }],
    });
  });

  test.each([
    ['accounts', 'always exists'],
    ['lat', 'is a column of every account'],
    ['Visit minutes', 'is a column of every account'],
    ['a:b', 'cannot be the name of a metric'],
    ['', 'cannot be the name of a metric'],
  ])('refuses the metric %j, which %s', async (metric, detail) => {
    const refused = await workspace.fetch('/v1/plans', json({ name: 'x', metrics: ['ok', metric] }));
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ violations: [{ field: '/metrics/1', detail }] });
  });

  test('refuses seventeen metrics and a metric named twice', async () => {
    const many = await workspace.fetch(
      '/v1/plans',
      json({ name: 'x', metrics: Array.from({ length: 17 }, (_, i) => `m${i}`) }),
    );
    expect(await many.json()).toMatchObject({ violations: [{ field: '/metrics', value: '17' }] });
    const doubled = await workspace.fetch('/v1/plans', json({ name: 'x', metrics: ['m', 'm'] }));
    expect(await doubled.json()).toMatchObject({ violations: [{ field: '/metrics/1', detail: 'is named twice' }] });
  });
});

test('lists plans in pages that the Link header leads through', async () => {
  const own = await openWorkspace();
  const made: string[] = [];
  for (const name of ['a', 'b', 'c', 'd', 'e']) made.push(await createPlan(own, { name }));
  const seen: string[] = [];
  let address: string | undefined = '/v1/plans?limit=2';
  let pages = 0;
  while (address !== undefined) {
    const response: Response = await own.fetch(address);
    const page = (await response.json()) as { items: { planId: string }[]; next: string | null };
    seen.push(...page.items.map(({ planId }) => planId));
    pages++;
    address = /^<([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
    expect(address === undefined).toBe(page.next === null);
  }
  expect([pages, seen]).toEqual([3, made]);
});

test('hides the plans of other workspaces behind 404', async () => {
  const planId = await createPlan(workspace);
  const other = await openWorkspace();
  const answers = await Promise.all([
    other.fetch(`/v1/plans/${planId}`),
    other.fetch(`/v1/plans/${planId}`, { method: 'DELETE' }),
    other.fetch(`/v1/plans/${planId}/accounts`),
    other.fetch(`/v1/plans/${planId}/accounts/a1`),
    other.fetch(`/v1/plans/${planId}/cells`),
    other.fetch(`/v1/plans/${planId}/accounts`, {
      method: 'PUT',
      headers: { 'content-type': 'text/csv' },
      body: 'id,lat,lng\na,1,1\n',
    }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
  expect((await workspace.fetch(`/v1/plans/${planId}`)).status).toBe(200);
  expect(((await (await other.fetch('/v1/plans')).json()) as { items: [] }).items).toEqual([]);
});

test('deletes a plan with its accounts and the layouts that no other plan holds', async () => {
  const [planId, otherId] = [await createPlan(workspace), await createPlan(workspace)];
  const csv = { method: 'PUT', headers: { 'content-type': 'text/csv' }, body: 'id,lat,lng\na,1,1\n' };
  await workspace.fetch(`/v1/plans/${planId}/accounts`, csv);
  const layout = env.DB.prepare(
    "INSERT INTO layouts (workspace_id, layout_id, head, territory_count, created_at) VALUES (?, ?, '{}', 1, '')",
  );
  const listed = env.DB.prepare(
    "INSERT INTO plan_layouts (workspace_id, plan_id, layout_id, created_at) VALUES (?, ?, ?, '')",
  );
  await env.DB.batch([
    layout.bind(workspace.workspaceId, 'lay_own'),
    layout.bind(workspace.workspaceId, 'lay_shared'),
    listed.bind(workspace.workspaceId, planId, 'lay_own'),
    listed.bind(workspace.workspaceId, planId, 'lay_shared'),
    listed.bind(workspace.workspaceId, otherId, 'lay_shared'),
  ]);
  expect((await workspace.fetch(`/v1/plans/${planId}`, { method: 'DELETE' })).status).toBe(204);
  expect((await workspace.fetch(`/v1/plans/${planId}`, { method: 'DELETE' })).status).toBe(404);
  const counts = await env.DB.batch<{ n: number }>([
    env.DB.prepare('SELECT COUNT(*) AS n FROM accounts'),
    env.DB.prepare("SELECT COUNT(*) AS n FROM layouts WHERE layout_id = 'lay_own'"),
    env.DB.prepare("SELECT COUNT(*) AS n FROM layouts WHERE layout_id = 'lay_shared'"),
    env.DB.prepare('SELECT COUNT(*) AS n FROM plan_layouts'),
  ]);
  expect(counts.map(({ results }) => results[0]?.n)).toEqual([0, 0, 1, 1]);
});
