import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { createPlan, openWorkspace } from '../open-workspace.ts';

const workspace = await openWorkspace();

interface Answer {
  readonly type?: string;
  readonly detail?: string;
  readonly accepted: number;
  readonly rejected: number;
}

async function put(planId: string, query: string, body: BodyInit, type = 'text/csv') {
  const init = { method: 'PUT', headers: { 'content-type': type }, body };
  const response = await workspace.fetch(`/v1/plans/${planId}/accounts${query}`, init);
  return { status: response.status, answer: (await response.json()) as Answer };
}

async function idsOf(planId: string): Promise<string[]> {
  const response = await workspace.fetch(`/v1/plans/${planId}/accounts`);
  return ((await response.json()) as { items: { id: string }[] }).items.map(({ id }) => id);
}

async function metricsOf(planId: string): Promise<string[]> {
  return ((await (await workspace.fetch(`/v1/plans/${planId}`)).json()) as { metrics: string[] }).metrics;
}

/** Rows of the whole record, seen or not: this file's plans alone. */
async function rowsKept(planId: string): Promise<number> {
  const sql = `SELECT COUNT(*) AS n FROM accounts JOIN account_sets USING (set_number) JOIN plans USING (plan_number)
    WHERE plan_id = ?`;
  return (await env.DB.prepare(sql).bind(planId).first<number>('n')) ?? -1;
}

async function planWith(csv: string): Promise<string> {
  const planId = await createPlan(workspace);
  expect((await put(planId, '', csv)).status).toBe(200);
  return planId;
}

const OLD = 'id,lat,lng,v\nold1,1,1,1\nold2,2,2,2\n';

describe('mode=replace', () => {
  test('leaves none but the accounts of the file', async () => {
    const planId = await planWith(OLD);
    const { status, answer } = await put(planId, '?mode=replace', 'id,lat,lng,v\nnew,1,1,1\nbad,91,1,1\nold2,3,3,3\n');
    expect([status, answer]).toMatchObject([200, { mode: 'replace', dryRun: false, accepted: 2, rejected: 1 }]);
    expect(await idsOf(planId)).toEqual(['new', 'old2']);
    expect(await rowsKept(planId)).toBe(2);
  });

  test.each([
    ['breaks off', 'application/json', 400],
    ['has no good row', 'text/csv', 422],
  ])('leaves the old accounts when the file %s', async (_, type, expected) => {
    const planId = await planWith(OLD);
    const rows = Array.from({ length: 6_000 }, (_, i) => `{"id":"n${i}","lat":1,"lng":1,"v":1}`);
    const body = type === 'text/csv' ? 'id,lat,lng,v\na,91,1,1\n' : `[${rows.join(',')}`;
    const { status, answer } = await put(planId, '?mode=replace', body, type);
    expect([status, answer]).toMatchObject([expected, { accepted: 0 }]);
    expect(await idsOf(planId)).toEqual(['old1', 'old2']);
    expect(await rowsKept(planId)).toBe(2);
  });

  test('shows one set or the other to whoever reads meanwhile', async () => {
    const csv = (v: number) =>
      ['id,lat,lng,v', ...Array.from({ length: 7_000 }, (_, i) => `a${i},1,1,${v}`)].join('\n');
    const planId = await planWith(csv(1));
    const seen = new Set<number>();
    let done = false;
    const upload = put(planId, '?mode=replace', csv(10)).then(({ status }) => {
      done = true;
      return status;
    });
    while (!done) {
      const page = await workspace.fetch(`/v1/plans/${planId}/cells`);
      const { items } = (await page.json()) as { items: { sums: { v: number } }[] };
      seen.add(items[0]?.sums.v ?? 0);
    }
    expect(await upload).toBe(200);
    expect([...seen].filter((sum) => sum !== 7_000 && sum !== 70_000)).toEqual([]);
  });

  test('gives a plan without metrics those of the file', async () => {
    const planId = await createPlan(workspace);
    await put(planId, '?mode=replace', OLD);
    expect([await metricsOf(planId), await idsOf(planId)]).toEqual([['v'], ['old1', 'old2']]);
  });
});

describe('onError=reject', () => {
  const FAR = ['id,lat,lng,w', ...Array.from({ length: 6_000 }, (_, i) => `n${i},1,1,1`), 'n0,1,1,1'].join('\n');

  test.each(['?onError=reject', '?onError=reject&mode=replace'])(
    'stores nothing when any row is bad: %s',
    async (query) => {
      const planId = await createPlan(workspace);
      const { status, answer } = await put(planId, query, FAR);
      expect(status).toBe(422);
      expect(answer).toMatchObject({
        type: '/problems/invalid-rows',
        detail: '1 row is bad: nothing is stored',
        accepted: 0,
        rejected: 1,
        violations: [{ line: 6_002, field: 'id', value: 'n0' }],
      });
      expect([await idsOf(planId), await metricsOf(planId), await rowsKept(planId)]).toEqual([[], [], 0]);
    },
  );

  test('merges a file of good rows', async () => {
    const planId = await planWith(OLD);
    const { status, answer } = await put(planId, '?onError=reject', 'id,lat,lng,v\nold2,9,9,9\nnew,1,1,1\n');
    expect([status, answer.accepted]).toEqual([200, 2]);
    expect(await idsOf(planId)).toEqual(['new', 'old1', 'old2']);
    const changed = await workspace.fetch(`/v1/plans/${planId}/accounts/old2`);
    expect(await changed.json()).toMatchObject({ lat: 9, metrics: { v: 9 } });
    expect(await rowsKept(planId)).toBe(3);
  });
});

describe('dryRun=true', () => {
  test.each(['', '&mode=replace', '&onError=reject'])(
    'reports as the upload would, and stores nothing: %s',
    async (query) => {
      const [planId, tried] = [await createPlan(workspace), await createPlan(workspace)];
      const csv = `id,lat,lng,v\na,1,1,1\nb,2,2,2\n${query.includes('reject') ? '' : 'a,3,3,3\nc,91,1,x\n'}`;
      const dry = await put(tried, `?dryRun=true${query}`, csv);
      const { answer } = await put(planId, query.replace('&', '?'), csv);
      expect(dry).toEqual({ status: 200, answer: { ...answer, dryRun: true, uploadId: expect.any(String) } });
      expect([await idsOf(tried), await metricsOf(tried), await rowsKept(tried)]).toEqual([[], [], 0]);
    },
  );
});

test('a word that is no mode is refused with those that are', async () => {
  const { status, answer } = await put(await createPlan(workspace), '?mode=upsert&dryRun=1', OLD);
  expect([status, answer]).toMatchObject([
    400,
    { violations: [{ field: 'mode', remedy: 'send one of: merge, replace' }, { field: 'dryRun' }] },
  ]);
});
