import { describe, expect, test } from 'vitest';
import { createPlan, openWorkspace } from '../open-workspace.ts';

const workspace = await openWorkspace();

async function send(method: string, path: string, body: unknown) {
  const init = { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await workspace.fetch(path, init);
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

function upload(planId: string, csv: string) {
  const init = { method: 'PUT', headers: { 'content-type': 'text/csv' }, body: csv };
  return workspace.fetch(`/v1/plans/${planId}/accounts`, init);
}

describe('metrics', () => {
  test('are given as names or with unit and kind, and told as both', async () => {
    const metrics = ['employees', { name: 'revenue', unit: 'USD' }, { name: 'machines', kind: 'count' }];
    const { status, answer } = await send('POST', '/v1/plans', { name: 'x', metrics });
    expect(status).toBe(201);
    expect(answer).toMatchObject({
      metrics: ['employees', 'revenue', 'machines'],
      metricDetails: [
        { name: 'employees', unit: null, kind: 'sum' },
        { name: 'revenue', unit: 'USD', kind: 'sum' },
        { name: 'machines', unit: null, kind: 'count' },
      ],
    });
    const read = await workspace.fetch(`/v1/plans/${answer.planId}`);
    expect(await read.json()).toEqual({ ...answer, accounts: 0 });
  });

  test('that an upload declares have details, too', async () => {
    const planId = await createPlan(workspace);
    await upload(planId, 'id,lat,lng,v\na,1,1,5\n');
    const read = await workspace.fetch(`/v1/plans/${planId}`);
    expect(await read.json()).toMatchObject({ metricDetails: [{ name: 'v', unit: null, kind: 'sum' }] });
  });

  test('that count take whole numbers alone', async () => {
    const planId = await createPlan(workspace, { metrics: [{ name: 'machines', kind: 'count' }] });
    const answer = await upload(planId, 'id,lat,lng,machines\na,1,1,5\nb,1,1,2.5\nc,1,1,\n');
    expect(await answer.json()).toMatchObject({
      accepted: 2,
      violations: [{ line: 3, field: 'machines', value: '2.5', detail: 'is not a whole number' }],
    });
  });

  test.each([
    [[{ name: 'accounts' }], '/metrics/0'],
    [['v', { name: 'v', unit: 'x' }], '/metrics/1'],
    [[{ name: 'v', kind: 'mean' }], '/metrics/0'],
    [[{ unit: 'USD' }], '/metrics/0'],
  ])('are refused: %j', async (metrics, field) => {
    const { status, answer } = await send('POST', '/v1/plans', { name: 'x', metrics });
    expect(status).toBe(400);
    expect(answer).toMatchObject({ violationCount: 1, violations: [{ field }] });
  });
});

describe('defaults', () => {
  test('are those of the product where none are given', async () => {
    const { answer } = await send('POST', '/v1/plans', { name: 'x' });
    expect(answer).toMatchObject({ finestResolution: 9, defaults: { tolerance: 0.1, finestResolution: 9 } });
  });

  test('may say the finest resolution, which two places may not say differently', async () => {
    const asked = { name: 'x', defaults: { finestResolution: 7 } };
    expect((await send('POST', '/v1/plans', asked)).answer).toMatchObject({ finestResolution: 7 });
    expect((await send('POST', '/v1/plans', { ...asked, finestResolution: 8 })).answer).toMatchObject({
      status: 400,
      violations: [{ field: '/finestResolution' }],
    });
  });

  test('of tolerance are what a layout without a balance is balanced within', async () => {
    const planId = await createPlan(workspace, { defaults: { tolerance: 0.25 } });
    const rows = Array.from({ length: 60 }, (_, i) => `a${i},${46 + (i % 8) * 0.1},${2 + Math.floor(i / 8) * 0.1}`);
    await upload(planId, `id,lat,lng\n${rows.join('\n')}`);
    const { answer } = await send('POST', `/v1/plans/${planId}/layouts`, { territories: 3, effort: 'fast' });
    expect(answer.balance).toEqual({ accounts: 0.25 });
  });
});

describe('PATCH', () => {
  test('changes what is named and nothing else', async () => {
    const planId = await createPlan(workspace, { name: 'old', metrics: ['v'], defaults: { tolerance: 0.2 } });
    const path = `/v1/plans/${planId}`;
    expect(await send('PATCH', path, { name: ' new ' })).toMatchObject({
      status: 200,
      answer: { planId, name: 'new', metrics: ['v'], defaults: { tolerance: 0.2, finestResolution: 9 } },
    });
    expect((await send('PATCH', path, { defaults: { tolerance: 0.05 } })).answer).toMatchObject({
      name: 'new',
      defaults: { tolerance: 0.05, finestResolution: 9 },
    });
    expect((await send('PATCH', path, {})).answer).toMatchObject({ name: 'new', defaults: { tolerance: 0.05 } });
  });

  test('changes the finest resolution while there are no accounts, and nothing at all once there are', async () => {
    const planId = await createPlan(workspace, { name: 'old' });
    const path = `/v1/plans/${planId}`;
    expect((await send('PATCH', path, { defaults: { finestResolution: 7 } })).answer).toMatchObject({
      finestResolution: 7,
    });
    await upload(planId, 'id,lat,lng\na,1,1\n');
    const account = await workspace.fetch(`${path}/accounts/a`);
    expect(((await account.json()) as { cell: string }).cell).toMatch(/^87/);
    const refused = await send('PATCH', path, { name: 'new', defaults: { finestResolution: 8 } });
    expect(refused).toMatchObject({ status: 409, answer: { type: '/problems/plan-has-accounts' } });
    expect(await (await workspace.fetch(path)).json()).toMatchObject({ name: 'old', finestResolution: 7 });
    expect((await send('PATCH', path, { name: 'new', defaults: { finestResolution: 7 } })).status).toBe(200);
  });

  test('made from a version that is no more is refused, and the new version is told', async () => {
    const path = `/v1/plans/${await createPlan(workspace, { name: 'old' })}`;
    const patch = (name: string, tag: string) =>
      workspace.fetch(path, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', 'if-match': tag },
        body: JSON.stringify({ name }),
      });
    const first = (await workspace.fetch(path)).headers.get('etag') ?? '';
    const changed = await patch('new', first);
    expect([changed.status, (await patch('newer', first)).status]).toEqual([200, 412]);
    expect((await patch('newest', changed.headers.get('etag') ?? '')).status).toBe(200);
  });

  test.each([
    [{ name: '' }, '/name'],
    [{ defaults: { tolerance: 0 } }, '/defaults/tolerance'],
    [{ defaults: { tolerance: 1.5 } }, '/defaults/tolerance'],
    [{ defaults: { finestResolution: 16 } }, '/defaults/finestResolution'],
    [{ metrics: ['v'] }, '/metrics'],
  ])('is refused with %j', async (change, field) => {
    const planId = await createPlan(workspace);
    expect(await send('PATCH', `/v1/plans/${planId}`, change)).toMatchObject({
      status: 400,
      answer: { violations: [{ field }] },
    });
  });
});
