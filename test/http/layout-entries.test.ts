import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LayoutEntries } from '../../src/application/layout-entries.ts';
import { createApp } from '../../src/http/app.ts';
import { PROBLEM_PAGES } from '../../src/problem-pages.ts';
import { wirePorts } from '../../src/wiring.ts';
import { exportPlan, importPlan } from '../exported-plan.ts';
import { openWorkspace } from '../open-workspace.ts';
import { publish } from '../put-in-force.ts';
import type { ProblemAnswer, SolvedAnswer } from '../solve-accounts.ts';
import { ended, filledPlan, growth, post, submit, upload } from '../solve-by-job.ts';

interface Entry {
  readonly layoutId: string;
  readonly name: string | null;
  readonly note: string | null;
  readonly labels: readonly string[];
  readonly territoryCount: number;
}

const workspace = await openWorkspace();
const asked = { territories: 3, effort: 'fast' };
let planId = '';
beforeAll(async () => {
  planId = await filledPlan(workspace);
});

async function layoutOf(plan: string, more: object): Promise<string> {
  const { status, answer } = await post<SolvedAnswer>(workspace, `/v1/plans/${plan}/layouts`, { ...asked, ...more });
  expect([200, 201]).toContain(status);
  return answer.layoutId;
}

async function entryOf(layoutId: string, plan = planId): Promise<Entry> {
  const answer = await workspace.fetch(`/v1/plans/${plan}/layouts/${layoutId}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Entry;
}

function patch(layoutId: string, change: object, ifMatch: string | null = '*', plan = planId): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(ifMatch !== null && { 'if-match': ifMatch }) };
  return workspace.fetch(`/v1/plans/${plan}/layouts/${layoutId}`, {
    method: 'PATCH',
    headers,
    body: JSON.stringify(change),
  });
}

async function listed(query: string): Promise<string[]> {
  const answer = await workspace.fetch(`/v1/plans/${planId}/layouts${query}`);
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { items: Entry[] }).items.map(({ layoutId }) => layoutId);
}

describe('the entry of a layout in the list of a plan', () => {
  test('has the name, note and labels that the solve was given, and is as the list has it', async () => {
    const remarks = { name: 'Two more', note: 'line\nline', labels: ['2028', 'draft'] };
    const layoutId = await layoutOf(planId, { seed: 11, ...remarks });
    expect(await entryOf(layoutId)).toMatchObject({ layoutId, territoryCount: 3, ...remarks });
    const list = (await (await workspace.fetch(`/v1/plans/${planId}/layouts?limit=1`)).json()) as { items: Entry[] };
    expect(list.items[0]).toEqual(await entryOf(layoutId));
    const layout = await (await workspace.fetch(`/v1/layouts/${layoutId}`)).json();
    expect(layout).not.toHaveProperty('name');
  });

  test('keeps what is not said when the same problem is solved again, and takes what is', async () => {
    const layoutId = await layoutOf(planId, { seed: 12, name: 'First', labels: ['a'] });
    expect(await layoutOf(planId, { seed: 12 })).toBe(layoutId);
    expect(await entryOf(layoutId)).toMatchObject({ name: 'First', note: null, labels: ['a'] });
    expect(await layoutOf(planId, { seed: 12, note: 'Why', labels: ['b', 'c'] })).toBe(layoutId);
    expect(await entryOf(layoutId)).toMatchObject({ name: 'First', note: 'Why', labels: ['b', 'c'] });
  });

  test('belongs to its plan: another plan calls the same layout something else', async () => {
    const other = await filledPlan(workspace);
    const layoutId = await layoutOf(planId, { seed: 13, name: 'Here' });
    expect(await layoutOf(other, { seed: 13, name: 'There' })).toBe(layoutId);
    expect([(await entryOf(layoutId)).name, (await entryOf(layoutId, other)).name]).toEqual(['Here', 'There']);
  });

  test('gets what a job and a rebalance were told', async () => {
    const plan = await filledPlan(workspace);
    const queued = await submit(workspace, plan, { ...asked, name: 'By a job', labels: ['job'] });
    const { layoutId } = await ended(workspace, queued.answer.jobId);
    expect(await entryOf(layoutId ?? '', plan)).toMatchObject({ name: 'By a job', note: null, labels: ['job'] });
    // The record has it already: the job ends at once.
    const again = await submit(workspace, plan, { ...asked, note: 'Again' });
    expect(again.answer).toMatchObject({ state: 'succeeded', layoutId });
    expect(await entryOf(layoutId ?? '', plan)).toMatchObject({ name: 'By a job', note: 'Again', labels: ['job'] });
    await upload(workspace, plan, growth.replaceAll('\na', '\nb'));
    const path = `/v1/layouts/${layoutId}/rebalance`;
    const moved = await post<SolvedAnswer>(workspace, path, { name: 'Moved', labels: ['x'] });
    expect(await entryOf(moved.answer.layoutId, plan)).toMatchObject({ name: 'Moved', labels: ['x'] });
    const prefer = { prefer: 'respond-async' };
    const next = await post<{ jobId: string }>(workspace, path, { seed: 5, name: 'Moved by a job' }, prefer);
    const done = await ended(workspace, next.answer.jobId);
    expect(await entryOf(done.layoutId ?? '', plan)).toMatchObject({ name: 'Moved by a job', labels: [] });
  });

  test('refuses what is no name, note or label, all of it at once', async () => {
    const body = { ...asked, name: ' ', note: 'x'.repeat(5001), labels: ['a', 'a'] };
    const { status, answer } = await post<ProblemAnswer>(workspace, `/v1/plans/${planId}/layouts`, body);
    expect([status, answer.violations.map(({ field }) => field)]).toEqual([400, ['/name', '/note', '/labels']]);
    const layoutId = await layoutOf(planId, { seed: 14 });
    const many = await patch(layoutId, { labels: Array.from({ length: 21 }, (_, at) => `l${at}`) });
    expect(many.status).toBe(400);
    expect((await patch(layoutId, { labels: ['x'.repeat(51)] })).status).toBe(400);
  });
});

describe('a change of an entry', () => {
  test('leaves what it does not name, takes away what is null, and has a tag', async () => {
    const layoutId = await layoutOf(planId, { seed: 21, name: 'Old', note: 'N', labels: ['a'] });
    const answer = await patch(layoutId, { name: 'New', note: null });
    expect([answer.status, await answer.json()]).toMatchObject([200, { name: 'New', note: null, labels: ['a'] }]);
    const read = await workspace.fetch(`/v1/plans/${planId}/layouts/${layoutId}`);
    expect(read.headers.get('etag')).toBe(answer.headers.get('etag'));
    expect(await (await patch(layoutId, { labels: [] })).json()).toMatchObject({ name: 'New', labels: [] });
  });

  test('needs If-Match, and is refused where the entry has changed since', async () => {
    const layoutId = await layoutOf(planId, { seed: 22 });
    expect((await patch(layoutId, { name: 'X' }, null)).status).toBe(428);
    const tag = (await workspace.fetch(`/v1/plans/${planId}/layouts/${layoutId}`)).headers.get('etag');
    expect((await patch(layoutId, { name: 'One' }, tag)).status).toBe(200);
    expect((await patch(layoutId, { name: 'Two' }, tag)).status).toBe(412);
    expect(await entryOf(layoutId)).toMatchObject({ name: 'One' });
  });

  test('is refused where another was quicker by a moment', async () => {
    const layoutId = await layoutOf(planId, { seed: 23 });
    const between = () => patch(layoutId, { name: 'Quicker' });
    const answer = await withEntries('PATCH', layoutId, { name: 'Slower' }, (entries) => ({
      change: async (...given) => {
        await between();
        return entries.change(...given);
      },
    }));
    expect([answer.status, (await entryOf(layoutId)).name]).toEqual([412, 'Quicker']);
  });

  test('of a layout that the plan does not list is 404', async () => {
    const other = await filledPlan(workspace);
    const layoutId = await layoutOf(planId, { seed: 24 });
    expect((await patch(layoutId, { name: 'X' }, '*', other)).status).toBe(404);
    expect((await workspace.fetch(`/v1/plans/${other}/layouts/${layoutId}`)).status).toBe(404);
  });
});

test('the list is filtered by label and by name, page by page', async () => {
  const first = await layoutOf(planId, { seed: 31, name: 'Nord Süd', labels: ['pick', 'other'] });
  const second = await layoutOf(planId, { seed: 32, name: 'nord', labels: ['pick'] });
  const third = await layoutOf(planId, { seed: 33, labels: ['picked'] });
  expect(await listed('?label=pick')).toEqual([second, first]);
  expect(await listed('?name=NORD')).toEqual([second, first]);
  expect(await listed('?name=nord+s&label=other')).toEqual([first]);
  expect(await listed('?label=picked')).toEqual([third]);
  expect(await listed('?label=none')).toEqual([]);
  const page = (await (await workspace.fetch(`/v1/plans/${planId}/layouts?label=pick&limit=1`)).json()) as {
    items: Entry[];
    next: string;
  };
  expect(page.items.map(({ layoutId }) => layoutId)).toEqual([second]);
  expect(await listed(`?label=pick&limit=1&cursor=${page.next}`)).toEqual([first]);
});

describe('a layout that is taken off the list', () => {
  test('is still a layout, and comes back when the same problem is solved again', async () => {
    const layoutId = await layoutOf(planId, { seed: 41, name: 'Gone', labels: ['x'] });
    const path = `/v1/plans/${planId}/layouts/${layoutId}`;
    expect((await workspace.fetch(path, { method: 'DELETE' })).status).toBe(204);
    expect((await workspace.fetch(path)).status).toBe(404);
    expect(await listed('')).not.toContain(layoutId);
    expect((await workspace.fetch(`/v1/layouts/${layoutId}`)).status).toBe(200);
    expect((await workspace.fetch(path, { method: 'DELETE' })).status).toBe(404);
    expect(await layoutOf(planId, { seed: 41 })).toBe(layoutId);
    expect(await entryOf(layoutId)).toMatchObject({ name: null, labels: [] });
  });

  test('stays where it has changed since it was read', async () => {
    const layoutId = await layoutOf(planId, { seed: 42 });
    const path = `/v1/plans/${planId}/layouts/${layoutId}`;
    const tag = (await workspace.fetch(path)).headers.get('etag') ?? '';
    await patch(layoutId, { name: 'Changed' });
    const answer = await workspace.fetch(path, { method: 'DELETE', headers: { 'if-match': tag } });
    expect([answer.status, (await entryOf(layoutId)).name]).toEqual([412, 'Changed']);
  });

  test('stays, with a problem that says so, where a publication of the plan needs it', async () => {
    const layoutId = await layoutOf(planId, { seed: 43 });
    await publish({ workspace, planId }, { layoutId });
    const answer = await workspace.fetch(`/v1/plans/${planId}/layouts/${layoutId}`, { method: 'DELETE' });
    expect([answer.status, await answer.json()]).toMatchObject([409, { type: '/problems/layout-in-use' }]);
    expect((await entryOf(layoutId)).layoutId).toBe(layoutId);
  });
});

test('an export carries what is said of layouts, its tag follows it, and old files without it come in', async () => {
  const plan = await filledPlan(workspace);
  const layoutId = await layoutOf(plan, { seed: 51, name: 'Kept „here"', note: 'a\nb', labels: ['x', 'y'] });
  const tagOf = async () => (await workspace.fetch(`/v1/plans/${plan}/export`)).headers.get('etag');
  const [file, tag] = [await exportPlan(workspace, plan), await tagOf()];
  await patch(layoutId, { note: 'c' }, '*', plan);
  expect(await tagOf()).not.toBe(tag);
  const there = await openWorkspace();
  const namesOf = async (text: string) => {
    const answer = await importPlan(there, text);
    expect(answer.status).toBe(201);
    const { planId: copy } = (await answer.json()) as { planId: string };
    return (await there.fetch(`/v1/plans/${copy}/layouts/${layoutId}`)).json();
  };
  expect(await namesOf(file)).toMatchObject({ name: 'Kept „here"', note: 'a\nb', labels: ['x', 'y'] });
  const old = file.replace(/"name":"Kept[^}]*?"labels":\["x","y"\],/, '');
  expect(old.length).toBeLessThan(file.length);
  expect(await namesOf(old)).toMatchObject({ name: null, note: null, labels: [] });
  const wrong = file.replace('"labels":["x","y"]', '"labels":[7],"colour":"red"');
  expect((await importPlan(there, wrong)).status).toBe(422);
});

/** Sends a request with the tag of now to an application whose list of entries is partly another. */
async function withEntries(
  method: string,
  layoutId: string,
  body: object | null,
  others: (entries: LayoutEntries) => Partial<LayoutEntries>,
): Promise<Response> {
  const path = `/v1/plans/${planId}/layouts/${layoutId}`;
  const tag = (await workspace.fetch(path)).headers.get('etag') ?? '';
  const app = createApp({
    wire(bindings) {
      const ports = wirePorts(bindings);
      return { ...ports, layoutEntries: { ...ports.layoutEntries, ...others(ports.layoutEntries) } };
    },
    problemPages: PROBLEM_PAGES,
  });
  const headers = { authorization: `Bearer ${workspace.key}`, 'content-type': 'application/json', 'if-match': tag };
  const init = { method, headers, ...(body !== null && { body: JSON.stringify(body) }) };
  return app.fetch(new Request(`http://hexalign.test${path}`, init), env, createExecutionContext());
}
