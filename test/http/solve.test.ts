import { applyD1Migrations, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { countPieces } from '../count-pieces.ts';
import { scatterAccounts, seededRandom, toCsv } from '../fixtures/scatter-accounts.ts';
import { openWorkspace } from '../open-workspace.ts';
import { solve } from '../solve-accounts.ts';

const accounts = scatterAccounts({ count: 600, seed: 5, west: -90, south: 40, widthDeg: 4, heightDeg: 3 });
const csv = toCsv(accounts);
const query = 'territories=6&balance=revenue:0.1,visits:0.2&seed=3&effort=fast';

test('divides a CSV into balanced territories in one piece each', async () => {
  const { status, answer } = await solve(await openWorkspace(), query, csv);
  expect(status).toBe(200);
  expect(answer).toMatchObject({
    layoutId: expect.stringMatching(/^lay_[a-z2-7]{52}$/),
    feasible: true,
    violations: [],
    resolution: { finest: 9, why: expect.stringMatching(/\.$/) },
    seed: 3,
    engine: expect.stringMatching(/^hexalign-optimizer /),
    metrics: ['accounts', 'revenue', 'visits'],
    balance: { revenue: 0.1, visits: 0.2 },
  });
  expect(answer.assignments).toBeUndefined();
  expect(answer.territories.map(({ id, name }) => [id, name])).toEqual(
    [1, 2, 3, 4, 5, 6].map((at) => [`t${at}`, `Territory ${at}`]),
  );
  for (const territory of answer.territories) {
    expect(territory.deviations.revenue).toBeLessThanOrEqual(0.1);
    expect(territory.deviations.visits).toBeLessThanOrEqual(0.2);
    expect(territory.compactness.polsbyPopper).toBeGreaterThan(0);
    expect(countPieces(territory.cells, answer.islands)).toBe(1);
    for (const neighbor of territory.neighbors) {
      expect(answer.territories.find(({ id }) => id === neighbor)?.color).not.toBe(territory.color);
    }
  }
});

test('adds up: sums of territories are those of the accounts', async () => {
  const { answer } = await solve(await openWorkspace(), query, csv);
  const revenue = accounts.reduce((sum, account) => sum + account.revenue, 0);
  expect(answer.territories.reduce((sum, territory) => sum + territory.accounts, 0)).toBe(600);
  expect(answer.totals.sums.revenue).toBeCloseTo(revenue, 6);
  expect(answer.territories.reduce((sum, territory) => sum + (territory.sums.revenue ?? 0), 0)).toBeCloseTo(revenue, 6);
});

test('assigns every account in the order of the file, and the assignments make up the sums', async () => {
  const { answer } = await solve(await openWorkspace(), `${query}&include=assignments`, csv);
  expect(answer.assignments?.map(({ accountId }) => accountId)).toEqual(accounts.map(({ id }) => id));
  const counts = new Map<string, number>();
  for (const { territoryId } of answer.assignments ?? []) counts.set(territoryId, (counts.get(territoryId) ?? 0) + 1);
  expect(answer.territories.map(({ id }) => counts.get(id))).toEqual(answer.territories.map((t) => t.accounts));
});

test('gives the same bytes on a fresh database', async () => {
  const first = await solve(await openWorkspace(), query, csv);
  await reset();
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  const second = await solve(await openWorkspace(), query, csv);
  expect(second.headers.get('x-hexalign-cache')).toBe('miss');
  expect(second.text).toBe(first.text);
});

test('answers the same question from the record, in any order of rows and parameters', async () => {
  const workspace = await openWorkspace();
  const first = await solve(workspace, query, csv);
  expect(first.headers.get('x-hexalign-cache')).toBe('miss');
  const random = seededRandom(9);
  const shuffled = accounts.map((account) => [random(), account] as const).sort(([a], [b]) => a - b);
  const again = await solve(
    workspace,
    'effort=fast&seed=3&balance=revenue:0.1,visits:0.2&territories=6',
    toCsv(shuffled.map(([, account]) => account)),
  );
  expect(again.headers.get('x-hexalign-cache')).toBe('hit');
  expect(again.text).toBe(first.text);
  const { results } = await env.DB.prepare('SELECT count(*) AS rows FROM layouts WHERE workspace_id = ?1')
    .bind(workspace.workspaceId)
    .all();
  expect(results).toEqual([{ rows: 1 }]);
});

test('makes another layout for any other option', async () => {
  const workspace = await openWorkspace();
  const others = [
    query,
    query.replace('territories=6', 'territories=5'),
    query.replace('revenue:0.1', 'revenue:0.11'),
    query.replace('revenue:0.1,visits:0.2', 'visits:0.2,revenue:0.1'),
    query.replace('seed=3', 'seed=4'),
    query.replace('effort=fast', 'effort=normal'),
    `${query}&resolution=5`,
    `${query}&baseResolution=5`,
    `${query}&finestResolution=8`,
    `${query}&splitShare=0.1`,
    `${query}&fillDistanceKm=10`,
  ];
  const layoutIds = new Set<string>();
  for (const other of others) {
    const { status, answer } = await solve(workspace, other, csv);
    expect(status).toBe(200);
    layoutIds.add(answer.layoutId);
  }
  expect(layoutIds.size).toBe(others.length);
});

test('gives the same layout for the same accounts in every format, options in the query or the document', async () => {
  const workspace = await openWorkspace();
  const rows = accounts.map(({ id, lat, lng, revenue, visits }) => ({ id, lat, lng, revenue, visits }));
  const options = { territories: 6, balance: { revenue: 0.1, visits: 0.2 }, seed: 3, effort: 'fast' };
  const features = rows.map(({ lat, lng, ...properties }) => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [lng, lat] },
    properties,
  }));
  const answers = [
    await solve(workspace, query, csv),
    await solve(workspace, query, rows.map((row) => JSON.stringify(row)).join('\n'), {
      'content-type': 'application/x-ndjson',
    }),
    await solve(workspace, query, JSON.stringify(rows), { 'content-type': 'application/json' }),
    await solve(workspace, '', JSON.stringify({ ...options, accounts: rows }), { 'content-type': 'application/json' }),
    await solve(workspace, '', JSON.stringify({ accounts: rows, ...options }), { 'content-type': 'application/json' }),
    await solve(workspace, query, JSON.stringify({ type: 'FeatureCollection', features }), {
      'content-type': 'application/geo+json',
    }),
  ];
  for (const { text } of answers) expect(text).toBe(answers[0]?.text);
});

test('draws a MultiPolygon per territory as GeoJSON', async () => {
  const { answer, headers } = await solve(await openWorkspace(), `${query}&outlineResolution=4`, csv, {
    accept: 'application/geo+json',
  });
  const collection = answer as unknown as {
    type: string;
    features: { id: string; geometry: { type: string }; properties: Record<string, unknown> }[];
  };
  expect(headers.get('content-type')).toBe('application/geo+json');
  expect(collection.type).toBe('FeatureCollection');
  expect(collection.features.map(({ id }) => id)).toEqual(['t1', 't2', 't3', 't4', 't5', 't6']);
  for (const { geometry, properties } of collection.features) {
    expect(geometry.type).toBe('MultiPolygon');
    expect(properties).toMatchObject({
      name: expect.any(String),
      accounts: expect.any(Number),
      color: expect.any(Number),
    });
  }
});

test('divides at one fixed resolution when asked to', async () => {
  const { answer } = await solve(await openWorkspace(), `${query}&resolution=6`, csv);
  expect(answer.resolution.base).toBe(6);
  for (const { cells } of answer.territories) for (const cell of cells) expect(cell).toMatch(/^86/);
});
