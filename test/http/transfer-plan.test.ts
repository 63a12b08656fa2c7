import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { setAccountRep } from '../../src/application/set-account-rep.ts';
import { wirePorts } from '../../src/wiring.ts';
import { exportPlan, importPlan, makeExportedPlan } from '../exported-plan.ts';
import { createPlan, type OpenedWorkspace, openWorkspace } from '../open-workspace.ts';
import type { SolvedAnswer } from '../solve-accounts.ts';
import { ASKED, post } from '../solve-by-job.ts';

interface Imported {
  readonly planId: string;
  readonly accounts: number;
}

const there = await openWorkspace();
let here: OpenedWorkspace;
let planId = '';
let file = '';
let layoutIds: readonly string[] = [];
let hierarchyId = '';
beforeAll(async () => {
  ({ workspace: here, planId, file, layoutIds, hierarchyId } = await makeExportedPlan());
});

async function textOf(workspace: OpenedWorkspace, path: string, accept = 'application/json'): Promise<string> {
  const answer = await workspace.fetch(path, { headers: { accept } });
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.text();
}

async function layoutsOf(workspace: OpenedWorkspace, plan: string): Promise<{ layoutId: string; createdAt: string }[]> {
  return (JSON.parse(await textOf(workspace, `/v1/plans/${plan}/layouts`)) as { items: [] }).items;
}

describe('a plan that was exported', () => {
  let copy: Imported;
  beforeAll(async () => {
    const answer = await importPlan(there, file);
    copy = (await answer.json()) as Imported;
    expect([answer.status, copy]).toMatchObject([
      201,
      {
        ...{ accounts: 431, reps: 2, layouts: 2, hierarchies: 1, assignments: 1 },
        ...{ name: 'Außendienst', timeZone: 'Europe/Berlin', approvalRequired: true, catchAll: { repId: 'rep-8' } },
      },
    ]);
    expect(answer.headers.get('location')).toBe(`/v1/plans/${copy.planId}`);
  });

  test('is the same plan in another workspace, but for its id', async () => {
    const plain = async (workspace: OpenedWorkspace, plan: string, path: string) =>
      (await textOf(workspace, `/v1/plans/${plan}${path}`))
        .replaceAll(plan, '')
        .replace(/"createdAt":"[^"]+"/, '')
        .replace(/asg_\w+/, '');
    for (const path of [
      ...['', '/accounts?limit=1000', '/reps?limit=1000', '/cells?resolution=8&limit=1000', '/lines'],
      ...[
        '/named-accounts',
        '/assignments',
        '/texts/strategy?version=1',
        '/texts/strategy',
        '/texts/notes?territory=t1',
      ],
    ]) {
      expect(await plain(there, copy.planId, path), path).toBe(await plain(here, planId, path));
    }
    for (const type of ['line', 'departed', 'text', 'places', 'hierarchy', 'assignment', 'entry']) {
      expect(file).toContain(`{"type":"${type}"`);
    }
    const again = await exportPlan(there, copy.planId);
    const settled = (text: string) => text.replace(/("type":"plan".*)"createdAt":"[^"]+"/, '$1');
    expect(settled(again)).toBe(settled(file));
  });

  test('has its layouts, byte for byte: measures, cells, outlines and tiles', async () => {
    expect(await layoutsOf(there, copy.planId)).toEqual(await layoutsOf(here, planId));
    expect((await layoutsOf(there, copy.planId)).map(({ layoutId }) => layoutId)).toEqual([...layoutIds].reverse());
    for (const layoutId of layoutIds) {
      for (const [path, accept] of [
        ['', 'application/json'],
        ['/territories?include=cells', 'application/json'],
        ['/territories', 'application/geo+json'],
        ['/cells?limit=1000', 'application/json'],
        ['/tiles/6/17/25.geojson', 'application/geo+json'],
        ['/tiles/6/17/25.mvt', '*/*'],
      ] as const) {
        const [ours, theirs] = await Promise.all(
          [here, there].map((workspace) => textOf(workspace, `/v1/layouts/${layoutId}${path}`, accept)),
        );
        // A cursor is of one workspace.
        const whole = (text = '') => text.replace(/"next":"[^"]+"/, '');
        expect(whole(theirs) === whole(ours), path).toBe(true);
        expect(ours?.length).toBeGreaterThan(100);
      }
    }
  });

  test('has its hierarchies, byte for byte: trees, measures, managers and outlines', async () => {
    for (const [path, accept] of [
      [`/v1/hierarchies/${hierarchyId}`, 'application/json'],
      [`/v1/hierarchies/${hierarchyId}/nodes?level=district`, 'application/geo+json'],
      [`/v1/layouts/${layoutIds[1]}/hierarchies`, 'application/json'],
    ] as const) {
      const [ours, theirs] = await Promise.all([here, there].map((workspace) => textOf(workspace, path, accept)));
      expect(theirs, path).toBe(ours);
      expect(ours).toContain(hierarchyId);
    }
  });

  test('is solved and rebalanced to the same layouts', async () => {
    const asked = { ...ASKED, seed: 99 };
    const [ours, theirs] = await Promise.all([
      post<SolvedAnswer>(here, `/v1/plans/${planId}/layouts`, asked),
      post<SolvedAnswer>(there, `/v1/plans/${copy.planId}/layouts`, asked),
    ]);
    expect([theirs.status, theirs.headers.get('x-hexalign-cache')]).toEqual([
      201,
      ours.headers.get('x-hexalign-cache'),
    ]);
    expect(JSON.stringify(theirs.answer)).toBe(JSON.stringify(ours.answer));
    const again = { budget: { metric: 'accounts', share: 0.2 } };
    const [one, two] = await Promise.all(
      [here, there].map((workspace) => post<SolvedAnswer>(workspace, `/v1/layouts/${layoutIds[1]}/rebalance`, again)),
    );
    expect(JSON.stringify(two?.answer)).toBe(JSON.stringify(one?.answer));
    // The layout that is on record is found by the same question.
    const known = await post<SolvedAnswer>(there, `/v1/layouts/${layoutIds[0]}/rebalance`, {
      budget: { metric: 'accounts', share: 0.1 },
    });
    expect(known.answer.layoutId).toBe(layoutIds[1]);
  });

  test('can come back into the workspace that it is from, as one more plan', async () => {
    const answer = await importPlan(here, file);
    expect(answer.status).toBe(201);
    const { planId: twin } = (await answer.json()) as Imported;
    expect((await layoutsOf(here, twin)).map(({ layoutId }) => layoutId)).toEqual([...layoutIds].reverse());
    expect((await here.fetch(`/v1/plans/${twin}`, { method: 'DELETE' })).status).toBe(204);
    expect((await here.fetch(`/v1/layouts/${layoutIds[0]}`)).status).toBe(200);
  });

  test('comes back with the names that its hierarchy has there now', async () => {
    const path = `/v1/hierarchies/${hierarchyId}`;
    const headers = { 'content-type': 'application/json', 'if-match': '*' };
    const body = '{"nodes":[{"id":"d2","name":"Hills and dales"}]}';
    expect((await there.fetch(path, { method: 'PATCH', headers, body })).status).toBe(200);
    expect((await importPlan(there, file)).status).toBe(201);
    expect(JSON.parse(await textOf(there, path))).toMatchObject({
      nodes: [{ name: 'Küste „West"' }, { name: 'Hills and dales' }, { name: 'East' }],
    });
  });

  test('may be sent as gzip, and again with the same key, which makes one plan', async () => {
    const stream = new Blob([file]).stream().pipeThrough(new CompressionStream('gzip'));
    const gzip = await new Response(stream).arrayBuffer();
    const headers = { 'content-encoding': 'gzip', 'idempotency-key': 'import-once' };
    const [first, second] = [await importPlan(there, gzip, headers), await importPlan(there, gzip, headers)];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await second.text()).toBe(await first.text());
  });

  test('holds as many layouts as are asked for, the latest', async () => {
    const types = async (query: string) =>
      (await exportPlan(here, planId, query)).split('\n').filter((line) => line.startsWith('{"type":"layout"'));
    expect(await types('?layouts=0')).toEqual([]);
    const latest = (await layoutsOf(here, planId))[0]?.layoutId ?? '';
    const [only, ...more] = await types('?layouts=1');
    expect([only?.includes(latest), more]).toEqual([true, []]);
  });

  test('may have a metric that was declared before its name became that of a field', async () => {
    const plan = await createPlan(here, { metrics: ['floor'] });
    const rows = JSON.stringify([
      { id: 'a', lat: 1, lng: 2, floor: 120 },
      { id: 'b', lat: 2, lng: 3, floor: 80 },
    ]);
    const headers = { 'content-type': 'application/json' };
    await here.fetch(`/v1/plans/${plan}/accounts`, { method: 'PUT', headers, body: rows });
    const rename = `UPDATE plans SET metrics = replace(metrics, 'floor', 'size'), metric_details = replace(metric_details, 'floor', 'size')`;
    await env.DB.prepare(`${rename} WHERE plan_id = ?`).bind(plan).run();
    const old = await exportPlan(here, plan);
    expect(old).toContain('"metrics":{"size":120}');
    const answer = await importPlan(there, old);
    expect(answer.status).toBe(201);
    const { planId: twin } = (await answer.json()) as Imported;
    expect(await textOf(there, `/v1/plans/${twin}/accounts/a`)).toBe(
      await textOf(here, `/v1/plans/${plan}/accounts/a`),
    );
    expect((await importPlan(there, old.replaceAll('"size"', '"lat"'))).status).toBe(422);
  });

  test('has a tag that changes with whatever the file holds', async () => {
    const plan = await createPlan(here, { metrics: ['revenue', 'visits'] });
    const tagOf = async () => {
      const answer = await here.fetch(`/v1/plans/${plan}/export`);
      await answer.body?.cancel();
      return answer.headers.get('etag') ?? '';
    };
    const tags = [await tagOf()];
    const changes: [string, string, unknown][] = [
      ['PUT', '/accounts', [{ id: 'a', lat: 1, lng: 2 }]],
      ['PUT', '/accounts', [{ id: 'a', lat: 1, lng: 3 }]],
      ['PUT', '/accounts', [{ id: 'b', lat: 3, lng: 4 }]],
      ['POST', '/accounts/delete', { ids: ['a'] }],
      ['PUT', '/reps', [{ id: 'r' }]],
      ['PUT', '/reps', [{ id: 'r', name: 'Kim' }]],
      ['PATCH', '', { name: 'Renamed' }],
      ['POST', '/layouts', { territories: 1, effort: 'fast' }],
      ['PUT', '/lines/food', { name: 'Food', filter: { segments: ['food'] } }],
      ['PUT', '/lines/food', { name: 'Food', filter: { segments: ['drinks'] } }],
      ['POST', '/named-accounts', { accounts: ['b'], owner: { repId: 'r' }, reason: 'agreed' }],
      ['PATCH', '', { catchAll: { repId: 'r' } }],
      ['PATCH', '', { timeZone: 'Europe/Berlin' }],
      ['PATCH', '', { approvalRequired: true }],
    ];
    for (const [method, path, body] of changes) {
      const headers = { 'content-type': 'application/json' };
      const answer = await here.fetch(`/v1/plans/${plan}${path}`, { method, headers, body: JSON.stringify(body) });
      expect([path, answer.ok]).toEqual([path, true]);
      tags.push(await tagOf());
    }
    // As the fix of a conflict does.
    const served: readonly string[] = ['r', 'r2'];
    for (const repId of served) {
      await setAccountRep(wirePorts(env), here.workspaceId, plan, 'b', repId);
      tags.push(await tagOf());
    }
    expect(new Set(tags).size).toBe(1 + changes.length + served.length);
    expect(await tagOf()).toBe(tags.at(-1));
  });
});
