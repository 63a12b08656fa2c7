import { describe, expect, test } from 'vitest';
import { createPlan, openWorkspace } from '../open-workspace.ts';

const workspace = await openWorkspace();

const TRICKY = [
  {
    id: '=1+1',
    name: '@Smith, "Sons"\nand more',
    lat: -33.5,
    lng: -70.25,
    segment: '-retail',
    productLines: ['+ovens', 'mixers'],
    size: "'=x",
    requiredSkills: ['gas'],
    visitMinutes: 45.5,
    visitsPerPeriod: 6,
    lastVisit: '2026-02-28',
    repId: '+rep',
    status: 'prospect',
    metrics: { revenue: 12.5, '-odd': 3 },
    attributes: { phone: '+49 30 1', zip: '01001', '=formula': '\ttab', name: 'shadow' },
  },
  { id: 'plain', lat: 1, lng: 2, attributes: { 日本: '東京 😀' } },
];

function put(planId: string, body: string, type: string) {
  const init = { method: 'PUT', headers: { 'content-type': type }, body };
  return workspace.fetch(`/v1/plans/${planId}/accounts`, init);
}

async function exported(planId: string, accept: string, query = '') {
  const response = await workspace.fetch(`/v1/plans/${planId}/accounts${query}`, { headers: { accept } });
  return { response, text: await response.text() };
}

async function itemsOf(planId: string): Promise<unknown[]> {
  return ((await (await workspace.fetch(`/v1/plans/${planId}/accounts?limit=1000`)).json()) as { items: [] }).items;
}

const METRICS = { metrics: ['revenue', '-odd'] };

describe('an export', () => {
  test.each(['application/x-ndjson', 'application/geo+json', 'text/csv'])(
    'as %s is a file that an upload takes back as it was',
    async (type) => {
      const [planId, copy] = [await createPlan(workspace, METRICS), await createPlan(workspace, METRICS)];
      // In CSV an attribute by the name of a field has another name.
      const given =
        type === 'text/csv' ? JSON.stringify(TRICKY).replace(',"name":"shadow"', '') : JSON.stringify(TRICKY);
      expect((await put(planId, given, 'application/json')).status).toBe(200);
      const { response, text } = await exported(planId, type);
      expect(response.headers.get('content-type')?.split(';')[0]).toBe(type);
      expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="accounts\.\w+"$/);
      const back = await put(copy, text, type);
      expect([back.status, await back.json()]).toMatchObject([200, { accepted: 2, rejected: 0 }]);
      expect(await itemsOf(copy)).toEqual(await itemsOf(planId));
    },
  );

  test('as CSV holds no formula, and numbers as they are', async () => {
    const planId = await createPlan(workspace, METRICS);
    await put(planId, JSON.stringify(TRICKY), 'application/json');
    const { text } = await exported(planId, 'text/csv');
    const [head, first] = text.split(/\r\n/);
    expect(head).toBe(
      'id,name,lat,lng,segment,productLines,size,requiredSkills,visitMinutes,visitsPerPeriod,lastVisit,repId,status,' +
        "revenue,'-odd,'=formula,attributes.name,phone,zip,日本",
    );
    expect(first).toBe(
      `'=1+1,"'@Smith, ""Sons""\nand more",-33.5,-70.25,'-retail,"'+ovens;mixers",''=x,gas,45.5,6,2026-02-28,'+rep,prospect,` +
        `12.5,3,"'\ttab",shadow,'+49 30 1,01001,`,
    );
  });

  test('holds the whole set, over many pages, and follows the filters of the list', async () => {
    const planId = await createPlan(workspace);
    const rows = Array.from({ length: 12_500 }, (_, i) => `a${String(i).padStart(5, '0')},${i % 80},1,s${i % 5},${i}`);
    await put(planId, `id,lat,lng,segment,v\n${rows.join('\n')}`, 'text/csv');
    const all = (await exported(planId, 'application/x-ndjson')).text.trimEnd().split('\n');
    expect(all.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(rows.map((row) => row.slice(0, 6)));
    const { text } = await exported(planId, 'text/csv', '?segment=s3&bbox=0,0,2,40');
    const expected = rows.filter((_, i) => i % 5 === 3 && i % 80 <= 40).length;
    expect(text.trimEnd().split('\r\n').length - 1).toBe(expected);
  });

  test('of a plan without accounts is empty', async () => {
    const planId = await createPlan(workspace);
    expect((await exported(planId, 'application/x-ndjson')).text).toBe('');
    expect((await exported(planId, 'application/geo+json')).text).toBe('{"type":"FeatureCollection","features":[]}');
    expect((await exported(planId, 'text/csv')).text.split('\r\n').length).toBe(2);
  });

  test('has no pages, and no form that nobody knows', async () => {
    const planId = await createPlan(workspace);
    const paged = await exported(planId, 'text/csv', '?limit=10');
    expect([paged.response.status, JSON.parse(paged.text)]).toMatchObject([400, { violations: [{ field: 'limit' }] }]);
    expect((await exported(planId, 'application/xml')).response.status).toBe(406);
    const other = await openWorkspace();
    const hidden = await other.fetch(`/v1/plans/${planId}/accounts`, { headers: { accept: 'text/csv' } });
    expect(hidden.status).toBe(404);
  });

  test('as CSV of accounts with hundreds of attributes is refused, and NDJSON holds them', async () => {
    const planId = await createPlan(workspace);
    const rows = Array.from({ length: 450 }, (_, i) => ({
      id: `a${i}`,
      lat: 1,
      lng: 1,
      attributes: { [`k${i}`]: 'x' },
    }));
    await put(planId, JSON.stringify(rows), 'application/json');
    expect((await exported(planId, 'text/csv')).response.status).toBe(406);
    expect((await exported(planId, 'application/x-ndjson')).text.split('\n').length).toBe(451);
  });
});

test('a page of large accounts is shorter than its limit and none is lost', async () => {
  const planId = await createPlan(workspace);
  const note = 'x'.repeat(9_000);
  const attributes = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`n${i}`, note]));
  const rows = Array.from({ length: 150 }, (_, i) => JSON.stringify({ id: `a${i}`, lat: 1, lng: 1, attributes }));
  await put(planId, rows.join('\n'), 'application/x-ndjson');
  const seen = new Set<string>();
  let pages = 0;
  let next: string | null = `/v1/plans/${planId}/accounts?limit=1000`;
  while (next !== null) {
    const response: Response = await workspace.fetch(next);
    for (const { id } of ((await response.json()) as { items: { id: string }[] }).items) seen.add(id);
    next = /^<([^>]+)>/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
    pages++;
  }
  expect([pages, seen.size]).toEqual([2, 150]);
});
