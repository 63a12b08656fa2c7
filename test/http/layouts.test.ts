import { beforeAll, describe, expect, test } from 'vitest';
import { scatterAccounts, toCsv } from '../fixtures/scatter-accounts.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import { type SolvedAnswer, solve } from '../solve-accounts.ts';

const workspace = await openWorkspace();
const csv = toCsv(scatterAccounts({ count: 300, seed: 31, west: 2, south: 46, widthDeg: 2, heightDeg: 2 }));
const options = { territories: 4, balance: { revenue: 0.1 }, effort: 'fast' };

async function uploadedPlan(): Promise<string> {
  const planId = await createPlan(workspace);
  await workspace.fetch(`/v1/plans/${planId}/accounts`, {
    method: 'PUT',
    headers: { 'content-type': 'text/csv' },
    body: csv,
  });
  return planId;
}

async function createLayout(planId: string, body: unknown = options, headers: Record<string, string> = {}) {
  return workspace.fetch(`/v1/plans/${planId}/layouts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

let planId = '';
let layout: SolvedAnswer;
beforeAll(async () => {
  planId = await uploadedPlan();
  layout = await (await createLayout(planId)).json();
});

describe('a layout of a plan', () => {
  test('is made with 201 and its address, and found again with 200', async () => {
    const fresh = await uploadedPlan();
    const first = await createLayout(fresh, { ...options, seed: 17 });
    expect(first.status).toBe(201);
    const body = (await first.json()) as SolvedAnswer;
    expect(first.headers.get('location')).toBe(`/v1/layouts/${body.layoutId}`);
    const again = await createLayout(fresh, { seed: 17, ...options });
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual(body);
  });

  test('is the one that the same accounts have in another plan and in one request', async () => {
    const other = await createLayout(await uploadedPlan());
    expect(other.status).toBe(200);
    expect(((await other.json()) as SolvedAnswer).layoutId).toBe(layout.layoutId);
    const { answer, headers } = await solve(workspace, 'territories=4&balance=revenue:0.1&effort=fast', csv);
    expect(answer.layoutId).toBe(layout.layoutId);
    expect(headers.get('x-hexalign-cache')).toBe('hit');
  });

  test('is in the list of the plan, the latest first, page by page', async () => {
    const fresh = await uploadedPlan();
    const ids: string[] = [];
    for (const seed of [1, 2, 3])
      ids.unshift(((await (await createLayout(fresh, { ...options, seed })).json()) as SolvedAnswer).layoutId);
    const first = await workspace.fetch(`/v1/plans/${fresh}/layouts?limit=2`);
    const page = (await first.json()) as { items: Record<string, unknown>[]; next: string };
    expect(page.items.map(({ layoutId }) => layoutId)).toEqual(ids.slice(0, 2));
    expect(page.items[0]).toMatchObject({
      feasible: true,
      territoryCount: 4,
      violationCount: 0,
      createdAt: expect.any(String),
    });
    expect(page.items[0]).not.toHaveProperty('territories');
    expect(first.headers.get('link')).toContain('rel="next"');
    const second = await workspace.fetch(`/v1/plans/${fresh}/layouts?limit=2&cursor=${page.next}`);
    expect(await second.json()).toMatchObject({ items: [{ layoutId: ids[2] }], next: null });
  });

  test('is refused for a plan without accounts, and for a plan that is not there', async () => {
    const empty = await createLayout(await createPlan(workspace));
    expect(empty.status).toBe(422);
    expect(await empty.json()).toMatchObject({
      type: '/problems/invalid-problem',
      violations: [{ field: 'accounts' }],
    });
    expect((await createLayout('pln_none')).status).toBe(404);
  });

  test('is refused with every option that is wrong', async () => {
    const response = await createLayout(planId, {
      territories: 0,
      effort: 'huge',
      size: 1,
      balance: { revenue: '5%' },
    });
    expect(response.status).toBe(400);
    const { violations } = (await response.json()) as { violations: { field: string }[] };
    expect(violations.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['/territories', '/effort', '/size', '/balance']),
    );
  });

  test('goes when the last plan that lists it goes', async () => {
    const [one, two] = [await uploadedPlan(), await uploadedPlan()];
    const body = { ...options, seed: 99 };
    const { layoutId } = (await (await createLayout(one, body)).json()) as SolvedAnswer;
    await createLayout(two, body);
    await workspace.fetch(`/v1/plans/${one}`, { method: 'DELETE' });
    expect((await workspace.fetch(`/v1/layouts/${layoutId}`)).status).toBe(200);
    await workspace.fetch(`/v1/plans/${two}`, { method: 'DELETE' });
    expect((await workspace.fetch(`/v1/layouts/${layoutId}`)).status).toBe(404);
    expect((await workspace.fetch(`/v1/layouts/${layoutId}/tiles/0/0/0.mvt`)).status).toBe(404);
  });
});

describe('a solve as server-sent events', () => {
  const read = async (response: Response) =>
    (await response.text())
      .trim()
      .split('\n\n')
      .map((event) => {
        const [name = '', data = ''] = event.split('\n');
        return { event: name.slice('event: '.length), data: JSON.parse(data.slice('data: '.length)) };
      });

  test('tells its progress and then the layout', async () => {
    const response = await createLayout(
      planId,
      { ...options, seed: 5, effort: 'normal' },
      { accept: 'text/event-stream' },
    );
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const events = await read(response);
    const progress = events.filter(({ event }) => event === 'progress').map(({ data }) => data);
    expect(progress[0]).toEqual({ progress: 0, phase: 'reading accounts' });
    expect(progress.map((data) => data.phase)).toEqual(expect.arrayContaining(['solving', 'saving']));
    expect(progress.map((data) => data.progress)).toEqual(progress.map((data) => data.progress).toSorted());
    expect(events.at(-1)).toMatchObject({ event: 'layout', data: { seed: 5, feasible: true } });
    expect((await workspace.fetch(`/v1/layouts/${events.at(-1)?.data.layoutId}`)).status).toBe(200);
  });

  test('ends with a problem document where there is no layout', async () => {
    const events = await read(await createLayout(planId, { territories: 1000 }, { accept: 'text/event-stream' }));
    expect(events.at(-1)).toMatchObject({
      event: 'problem',
      data: { type: '/problems/invalid-problem', status: 422, violations: [{ field: 'territories' }] },
    });
  });

  test('is not offered where JSON is all that the client takes, nor anything else', async () => {
    expect((await createLayout(planId, options, { accept: 'text/html' })).status).toBe(406);
    expect((await createLayout(planId, options, { accept: '*/*' })).headers.get('content-type')).toContain('json');
  });
});

describe('what follows from a layout', () => {
  test.each(['', '/territories', '/territories?include=cells', '/cells?limit=7', '/tilejson.json'])(
    'at %j has a tag, and is not sent again to who has it',
    async (path) => {
      const url = `/v1/layouts/${layout.layoutId}${path}`;
      const first = await workspace.fetch(url);
      expect(first.status).toBe(200);
      const etag = first.headers.get('etag') ?? '';
      expect(etag).toMatch(/^"lay_[^"]+"$/);
      expect(first.headers.get('cache-control')).toContain('private');
      const held = await workspace.fetch(url, { headers: { 'if-none-match': `"other", W/${etag}` } });
      expect(held.status).toBe(304);
      expect(await held.text()).toBe('');
      expect(held.headers.get('etag')).toBe(etag);
      expect((await workspace.fetch(url, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
    },
  );

  test('JSON and GeoJSON of the same address have different tags', async () => {
    const url = `/v1/layouts/${layout.layoutId}/territories`;
    const json = await workspace.fetch(url);
    const geojson = await workspace.fetch(url, { headers: { accept: 'application/geo+json' } });
    expect(json.headers.get('etag')).not.toBe(geojson.headers.get('etag'));
    expect(json.headers.get('vary')).toContain('Accept');
  });

  test('is nobody else’s, with or without a tag', async () => {
    const other = await openWorkspace();
    for (const path of ['', '/territories', '/cells', '/owner?lat=47&lng=3', '/tilejson.json', '/tiles/5/16/11.mvt']) {
      const response = await other.fetch(`/v1/layouts/${layout.layoutId}${path}`, {
        headers: { 'if-none-match': '*' },
      });
      expect(response.status).toBe(404);
    }
  });

  test('the territories hold all cells of the layout, and the pages of cells say the same', async () => {
    const territories = (await (
      await workspace.fetch(`/v1/layouts/${layout.layoutId}/territories?include=cells`)
    ).json()) as SolvedAnswer;
    const listed: { cell: string; territory: string; sums: Record<string, number> }[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page = (await (
        await workspace.fetch(`/v1/layouts/${layout.layoutId}/cells?limit=100${next && `&cursor=${next}`}`)
      ).json()) as { items: typeof listed; next: string | null };
      listed.push(...page.items);
      next = page.next;
    }
    expect(listed).toHaveLength(layout.totals.leaves);
    for (const { id, cells, sums } of territories.territories) {
      const own = listed.filter(({ territory }) => territory === id);
      expect(own.map(({ cell }) => cell)).toEqual(cells);
      expect(own.reduce((sum, leaf) => sum + (leaf.sums.revenue ?? 0), 0)).toBeCloseTo(sums.revenue ?? 0, 6);
    }
  });

  test('a cursor that no page gave is refused', async () => {
    expect((await workspace.fetch(`/v1/layouts/${layout.layoutId}/cells?cursor=bm9uZQ`)).status).toBe(400);
    expect((await workspace.fetch(`/v1/plans/${planId}/layouts?cursor=bm9uZQ`)).status).toBe(400);
  });
});
