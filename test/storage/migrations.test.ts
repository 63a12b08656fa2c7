import { applyD1Migrations, reset } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { LayoutId } from '../../src/domain/layout.ts';
import { wirePorts } from '../../src/wiring.ts';
import digests from '../fixtures/migration-digests.json';
import { IDS, KEY, type Value } from '../fixtures/rows/filled.ts';
import { LAYOUT } from '../fixtures/rows/layout-rows.ts';
import { FILLED } from '../fixtures/rows-by-migration.ts';

const FILES = import.meta.glob('../../src/storage/migrations/*.sql', { query: '?raw', import: 'default', eager: true });
const SOURCES = Object.entries(FILES as Record<string, string>).map(
  ([path, sql]) => [path.split('/').at(-1) ?? '', sql] as const,
);

/** Columns that a later migration replaced, and what holds their values now. */
const MOVED: Readonly<Record<string, string>> = { 'accounts.plan_number': 'set_number' };

const PREFIXES = env.MIGRATIONS.map(({ name }, at) => ({ name, at, version: Number(name.slice(0, 4)) }));

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

describe('a migration that was applied', () => {
  test('is never edited, taken away, or put before another', () => {
    // A new migration gets a line at the end of `migration-digests.json`; the lines of others stay.
    const found = Object.fromEntries(SOURCES.map(([name, sql]) => [name, sha256(sql)]));
    expect(found).toEqual(digests);
    expect(Object.keys(digests)).toEqual(Object.keys(digests).sort());
    expect(env.MIGRATIONS.map(({ name }) => name)).toEqual(Object.keys(digests));
  });
});

/** Tables with their columns. */
async function tables(): Promise<Map<string, string[]>> {
  const { results } = await env.DB.prepare(
    `SELECT tables.name AS tableName, columns.name AS columnName FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
     WHERE tables.type = 'table' AND tables.name NOT GLOB 'sqlite_*' AND tables.name NOT GLOB '_cf_*' AND tables.name <> 'd1_migrations'`,
  ).all<{ tableName: string; columnName: string }>();
  const columns = new Map<string, string[]>();
  for (const { tableName, columnName } of results) {
    columns.set(tableName, [...(columns.get(tableName) ?? []), columnName]);
  }
  return columns;
}

/** Puts rows into all tables that there are at a version. */
async function fill(version: number): Promise<void> {
  const insertions = FILLED.filter(({ since }) => since <= version).flatMap(({ table, rows }) =>
    rows(version).map((row) => {
      const columns = Object.keys(row);
      const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
      return env.DB.prepare(sql).bind(...Object.values(row).map(settle));
    }),
  );
  await env.DB.batch([env.DB.prepare('PRAGMA defer_foreign_keys = true'), ...insertions]);
}

/** What a column holds. */
function settle(value: Value): Value {
  return value === 'DIGEST' ? sha256(KEY) : value;
}

async function get(path: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${KEY}` };
  const answer = await exports.default.fetch(`http://hexalign.test${path}`, { headers });
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.json();
}

describe.each(PREFIXES)('a database at $name', ({ at, version }) => {
  test('loses nothing on its way to the present, and all of it can be read', async () => {
    await reset();
    await applyD1Migrations(env.DB, env.MIGRATIONS.slice(0, at + 1));
    await fill(version);
    const filled = new Map(
      FILLED.filter(({ since }) => since <= version).map(({ table, rows }) => [table, rows(version)]),
    );
    for (const [table, columns] of await tables()) {
      // The test knows only what it is told: see `rows-by-migration.ts`.
      for (const row of filled.get(table) ?? []) expect(Object.keys(row).sort(), table).toEqual([...columns].sort());
      expect(filled.get(table)?.length, table).toBeGreaterThan(0);
    }
    await applyD1Migrations(env.DB, env.MIGRATIONS);
    for (const [table, rows] of filled) {
      const { results } = await env.DB.prepare(`SELECT * FROM ${table}`).all<Record<string, Value>>();
      const expected = rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([column, value]) => [MOVED[`${table}.${column}`] ?? column, settle(value)]),
        ),
      );
      expect(results, table).toHaveLength(expected.length);
      expect(results, table).toEqual(expect.arrayContaining(expected.map((row) => expect.objectContaining(row))));
    }
    await expectReadable(version);
  });
});

/** Reads everything through the API as it is now. What a version did not know yet is what it stands for now. */
async function expectReadable(version: number): Promise<void> {
  const {
    workspaceId,
    planId,
    layoutId,
    loneLayoutId,
    endedJobId,
    jobId,
    assignmentId,
    hierarchyId,
    webhookId,
    eventId,
    goalId,
  } = IDS;
  const ports = wirePorts(env);
  expect(await get('/v1/workspace')).toMatchObject({
    workspaceId,
    name: 'Acme „Nord"',
    corsOrigins: version >= 7 ? ['https://a.example'] : ['*'],
  });
  expect(await get('/v1/keys')).toMatchObject({
    items: [
      {
        name: version >= 3 ? 'mine' : 'first key',
        // Who could do everything can, and nobody else can do more.
        scopes: expect.arrayContaining([
          'keys:write',
          'plans:read',
          ...(version >= 3 ? [] : ['webhooks:write', 'contacts:read', 'contacts:write']),
        ]),
      },
    ],
  });
  expect(await get(`/v1/plans/${planId}`)).toMatchObject({
    name: 'US field sales',
    metrics: ['revenue', 'visits'],
    metricDetails: [{ name: 'revenue', unit: version >= 10 ? 'USD' : null }, { name: 'visits' }],
    defaults: { tolerance: version >= 10 ? 0.25 : 0.1, finestResolution: 9 },
    timeZone: version >= 18 ? 'America/New_York' : 'UTC',
    approvalRequired: version >= 18,
    accounts: 2,
  });
  expect(await get(`/v1/plans/${planId}/accounts/acc-2`)).toMatchObject({
    id: 'acc-2',
    name: 'Bäckerei "Eck"',
    lat: 47.000001,
    lng: 3.1,
    metrics: { revenue: 30.5, visits: 4 },
    attributes: { phone: '+49 30 1' },
    ...(version >= 6
      ? {
          segment: 'retail',
          productLines: ['ovens'],
          size: 'small',
          visitMinutes: 45.5,
          visitsPerPeriod: 6,
          repId: 'rep-7',
        }
      : { segment: null, productLines: [], requiredSkills: [], visitMinutes: null, repId: null }),
  });
  expect(await get(`/v1/plans/${planId}/cells?resolution=9`)).toMatchObject({
    items: [{ cell: '891f949194fffff', sums: { accounts: 2, revenue: 61, visits: 8 } }],
  });
  if (version >= 2) {
    expect(await get(`/v1/plans/${planId}/layouts`)).toMatchObject({
      items: [
        {
          layoutId,
          territoryCount: 2,
          ...(version >= 14
            ? { name: 'Wärmer „2"', note: null, labels: ['draft'] }
            : { name: null, note: null, labels: [] }),
        },
      ],
    });
    expect(JSON.stringify(await get(`/v1/layouts/${layoutId}`))).toBe(JSON.stringify(LAYOUT));
    expect(await get(`/v1/layouts/${layoutId}/territories?include=cells`)).toMatchObject({
      territories: [{ cells: ['841f949ffffffff'] }, { cells: ['841fb27ffffffff'] }],
    });
    expect(await ports.layouts.origins(workspaceId, loneLayoutId as LayoutId)).toEqual([
      { layoutId: loneLayoutId, originId: layoutId },
    ]);
    expect(await get(`/v1/layouts/${layoutId}/owner?cell=841fb27ffffffff`)).toMatchObject({ territory: { id: 't2' } });
  }
  if (version >= 5) {
    const claim = { workspaceId, route: 'POST /v1/plans', keyDigest: 'of-a-key', lease: 'another' };
    expect(await ports.ledger.claim(claim)).toMatchObject({
      state: 'answered',
      answer: { status: 201, body: '{"planId":"pln_1"}' },
    });
  }
  if (version >= 8) {
    expect(await get(`/v1/plans/${planId}/reps/rep-7`)).toEqual({
      id: 'rep-7',
      name: 'Kim Park',
      home: { lat: 47.5, lng: 3.25 },
      capacityHours: 120,
      skills: ['gas'],
      tenureSince: '2020-02-29',
      leave: [{ from: '2027-07-01', to: '2027-07-14' }],
    });
  }
  if (version >= 27) {
    expect(await ports.contacts.find(workspaceId, planId, 'con-1')).toEqual({
      ...{
        id: 'con-1',
        account: 'acc-2',
        name: 'Kim „P"',
        firstName: 'Kim',
        lastName: '„P"',
        email: 'Kim@example.com',
      },
      ...{ language: 'de-AT', consent: 'granted', consentOn: '2026-09-01', doNotContact: false },
    });
  }
  if (version >= 15) {
    const line = { lineId: 'line-1', name: 'Öfen', filter: { segments: ['retail'] }, accounts: 2 };
    expect(await get(`/v1/plans/${planId}/lines`)).toEqual({ items: [line], next: null });
    expect(await get(`/v1/plans/${planId}/layouts?line=line-1`)).toMatchObject({
      items: [{ layoutId, line: 'line-1' }],
    });
    expect(await get(`/v1/jobs/${jobId}`)).toMatchObject({ line: 'line-1' });
  } else if (version >= 2) {
    expect(await get(`/v1/plans/${planId}/layouts`)).toMatchObject({ items: [{ line: null }] });
  }
  if (version >= 11) {
    expect(await get(`/v1/jobs/${endedJobId}`)).toMatchObject({
      state: 'succeeded',
      result: `/v1/layouts/${layoutId}`,
    });
    expect(await get(`/v1/jobs/${jobId}`)).toMatchObject({ state: 'running', progress: 0.5 });
    const work = await ports.jobs.open({ workspaceId, jobId }, 0);
    expect(work?.problem).toMatchObject({ finestResolution: 9, request: { territories: 2 }, start: null });
    expect([...(work?.problem.cells.sums ?? [])]).toEqual([2, 30.5, 1, 7.25]);
  }
  if (version >= 16) {
    const summary = { assignmentId, planId, layoutId, on: '2027-07-15', totalCost: 0.5 };
    expect(await get(`/v1/plans/${planId}/assignments`)).toMatchObject({ items: [summary], next: null });
    expect(await get(`/v1/assignments/${assignmentId}`)).toMatchObject({
      ...summary,
      pairs: [{ territoryId: 't1', repId: 'rep-7', cost: 0.5 }],
      vacant: [],
    });
  }
  if (version >= 22) {
    expect(await ports.webhooks.find(workspaceId, webhookId)).toMatchObject({
      url: 'https://hooks.example.com/a',
      planIds: [planId],
      reason: 'gone',
      version: 4,
    });
    const { items } = await ports.deliveries.list(workspaceId, webhookId, { state: null }, { cursor: null, limit: 9 });
    expect(items).toMatchObject([{ eventId, type: 'layout.created', state: 'dead', lastStatus: 410, attempts: 1 }]);
    expect(await ports.webhooks.findTarget(workspaceId, webhookId, 0)).toMatchObject({
      secrets: [expect.stringMatching(/^whsec_/)],
    });
  } else {
    expect((await ports.webhooks.list(workspaceId, { cursor: null, limit: 9 })).items).toEqual([]);
  }
  if (version >= 23) {
    expect(await get(`/v1/plans/${planId}`)).toMatchObject({
      valueMetric: 'revenue',
      potentialMetric: null,
      quality: { weights: { potential: 2, customers: 1, room: 0.5, service: 0 } },
    });
    expect(await get(`/v1/plans/${planId}/texts/strategy?territory=t1`)).toMatchObject({
      version: 1,
      text: 'Küche zuerst',
    });
    expect(await get(`/v1/plans/${planId}/accounts/acc-2`)).toMatchObject({ status: 'dormant' });
  } else {
    expect(await get(`/v1/plans/${planId}`)).toMatchObject({
      valueMetric: null,
      quality: { weights: { potential: 1, service: 1 } },
    });
    expect(await get(`/v1/plans/${planId}/accounts/acc-2`)).toMatchObject({ status: null });
  }
  if (version >= 24) {
    expect(await get(`/v1/plans/${planId}/goals/${goalId}`)).toMatchObject({
      subject: { territoryId: 't1' },
      owner: { name: 'Kim „P"' },
      target: 120_000,
      revisions: [{ kind: 'created', to: 120_000 }],
    });
    expect(await get(`/v1/plans/${planId}/stages/t1`)).toMatchObject({ stage: 'new', ramp: [0.25, 0.5] });
  }
  if (version >= 20) {
    expect(await get(`/v1/layouts/${layoutId}/hierarchies`)).toMatchObject({ items: [{ hierarchyId, nodeCount: 3 }] });
    expect(await get(`/v1/hierarchies/${hierarchyId}`)).toMatchObject({
      levels: ['district', 'region'],
      connected: ['district'],
      feasible: true,
      nodes: [
        {
          id: 'd1',
          name: 'Küste „West"',
          manager: { repId: 'rep-7' },
          parent: 'r1',
          territories: ['t1'],
          neighbors: ['d2'],
        },
        { id: 'd2', manager: { name: 'Kim Park' }, sums: { accounts: 2, revenue: 30.5 } },
        { id: 'r1', level: 'region', manager: null, children: ['d1', 'd2'], sums: { accounts: 4, revenue: 61 } },
      ],
    });
  }
  if (version >= 26) {
    expect(await get(`/v1/plans/${planId}/review-settings`)).toMatchObject({
      limits: { deviation: { revenue: 0.15 }, drift: { accounts: 0.2 } },
      ...{ rhythm: 'quarterly', firstDay: '2027-01-01', nextReviewAt: '2027-04-01T04:00:00.000Z' },
    });
    const review = { reviewId: 'rev_2Yq8HkLr0sVbN3xTzWcJ5m', dueAt: '2027-01-01T05:00:00.000Z', outcome: 'inside' };
    expect(await get(`/v1/plans/${planId}/reviews`)).toMatchObject({ items: [review], next: null });
    expect(await get(`/v1/plans/${planId}/reviews/${review.reviewId}`)).toMatchObject({ ...review, lines: [] });
  }
  if (version >= 25) {
    const actual = { account: 'acc-2', metric: 'revenue', period: '2026-10', value: -12.5 };
    expect(await get(`/v1/plans/${planId}/actuals`)).toEqual({ items: [actual], next: null });
    expect(await get(`/v1/plans/${planId}/deals`)).toMatchObject({
      items: [{ id: 'opp-1', name: 'Öfen „2"', amount: 24_000.5, metric: null, probability: null }],
    });
    expect(await get(`/v1/plans/${planId}/pipeline-stages`)).toEqual({
      stages: [{ name: 'proposal', probability: 0.4 }],
    });
  }
}
