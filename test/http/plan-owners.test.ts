import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { openOwners } from '../../src/application/find-plan-owners.ts';
import { wirePorts } from '../../src/wiring.ts';
import { openWorkspace } from '../open-workspace.ts';
import { accounts, askOwner, later, type OwnedPlan, openOwnedPlan } from '../owned-plan.ts';
import { name, publish } from '../put-in-force.ts';
import { post, upload } from '../solve-by-job.ts';

type Item = Record<string, unknown> & { error?: { kind: string; detail: string } };

const workspace = await openWorkspace();
let plan: OwnedPlan;
beforeAll(async () => {
  plan = await openOwnedPlan(workspace);
  await publish(plan, { layoutId: plan.four, reps: { t1: 'r1' } });
  await name(plan, ['a5'], { repId: 'r2' });
});

const places = [
  ...accounts.slice(0, 60).map(({ id }) => ({ account: id })),
  ...accounts.slice(60, 120).map(({ lat, lng }) => ({ lat, lng })),
  { lat: -30, lng: -60 },
  { account: 'nobody' },
];
const SHARED = ['planId', 'line', 'at', 'asKnownAt', 'layoutId', 'publicationId', 'logSeq'];

function send(body: string, headers: Record<string, string> = {}) {
  const init = { method: 'POST', headers: { 'content-type': 'application/x-ndjson', ...headers }, body };
  return workspace.fetch(`/v1/plans/${plan.planId}/owners`, init);
}

async function lines(response: Response): Promise<Item[]> {
  return (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Item);
}

describe('owners of many places and accounts', () => {
  test('are those that each has alone, in their order', async () => {
    const { status, answer } = await post<{ owners: Item[] }>(workspace, `/v1/plans/${plan.planId}/owners`, { places });
    expect([status, answer.owners.length]).toEqual([200, places.length]);
    for (const [at, place] of places.slice(0, -2).entries()) {
      const { body } = await askOwner(plan, place as Record<string, string | number>);
      const alone = Object.fromEntries(Object.entries(body).filter(([key]) => !SHARED.includes(key)));
      expect(answer.owners[at]).toEqual(alone);
    }
    expect(answer.owners.slice(-2)).toMatchObject([
      { error: { kind: 'outside-cover' } },
      { error: { kind: 'not-found' } },
    ]);
    expect(answer.owners[5]).toMatchObject({ by: 'named-account', rep: { id: 'r2', name: 'Bo' } });
  });

  test('come as lines, with an error in the place of what cannot be read', async () => {
    const text = [
      ...places.map((place) => JSON.stringify(place)),
      '{"lat":91,"lng":0}',
      'nonsense',
      '',
      '{"cell":"x"}',
    ];
    const answer = await send(`${text.join('\n')}\n`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
    const found = await lines(answer);
    expect(found).toHaveLength(places.length + 3);
    const single = await askOwner(plan, { account: 'a7' });
    expect(found[7]).toEqual({ ...single.body, at: found[7]?.at, asKnownAt: found[7]?.asKnownAt });
    expect(found.slice(-3)).toMatchObject([
      { error: { kind: 'invalid-parameter', detail: expect.stringContaining(`line ${places.length + 1}`) } },
      { error: { kind: 'malformed-body' } },
      { error: { kind: 'invalid-parameter' } },
    ]);
  });

  test('are all of the state in which their stream began', async () => {
    const ports = wirePorts(env);
    const moment = { planId: plan.planId, line: null, atMs: null, knownMs: null };
    const open = () => openOwners(ports, workspace.workspaceId, moment, 'now');
    const ids = ['a11', 'a12'].map((accountId) => ({ accountId }));
    await later();
    const batch = await open();
    const before = await batch.find(ids);
    await later();
    const [far] = accounts.toSorted((a, b) => b.lng - a.lng);
    await upload(workspace, plan.planId, `id,lat,lng,revenue,visits\na11,${far?.lat},${far?.lng},1,1\n`);
    await name(plan, ['a12'], { repId: 'r2' });
    expect(await batch.find(ids)).toEqual(before);
    const [moved, named] = await (await open()).find(ids);
    expect(moved).not.toMatchObject({ cell: (before[0] as { cell: string }).cell });
    expect(named).toMatchObject({ by: 'named-account' });
  });

  test('are 10,000 lines at most', async () => {
    const { lat, lng } = accounts[0] ?? {};
    const line = `${JSON.stringify({ lat, lng })}\n`;
    const found = await lines(await send(line.repeat(10_001)));
    expect(found).toHaveLength(10_001);
    expect(found[9_999]).toMatchObject({ by: 'geography' });
    expect(found[10_000]).toMatchObject({ error: { kind: 'payload-too-large' } });
    expect(await lines(await send(line.repeat(10_000)))).toHaveLength(10_000);
  });

  test('are refused as a whole where a place of JSON is none, with all that are', async () => {
    const wrong = [
      { lat: 1 },
      { lat: 1, lng: 2 },
      { lat: 'x', lng: 1 },
      5,
      { cell: 'zz' },
      { account: 'a1', lat: 1, lng: 1 },
    ];
    const { status, answer } = await post<{ violations: { field: string }[] }>(
      ...[workspace, `/v1/plans/${plan.planId}/owners`, { places: wrong }],
    );
    expect(status).toBe(400);
    expect(answer.violations.map(({ field }) => field)).toEqual([
      ...['/places/0/lng', '/places/2/lat', '/places/3', '/places/4/cell', '/places/5/account'],
    ]);
    const many = { places: Array.from({ length: 1_001 }, () => ({ account: 'a1' })) };
    expect((await post(workspace, `/v1/plans/${plan.planId}/owners`, many)).status).toBe(400);
  });
});
