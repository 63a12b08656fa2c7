import { exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { Layout } from '../../src/domain/layout.ts';
import { exportPlan, importPlan } from '../exported-plan.ts';
import { scatterAccounts, toCsv } from '../fixtures/scatter-accounts.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import { send } from '../post-json.ts';
import type { ProblemAnswer, SolvedAnswer } from '../solve-accounts.ts';

const workspace = await openWorkspace();

type Place = readonly [id: string, lat: number, lng: number, zip?: string];

async function planOf(places: readonly Place[]): Promise<string> {
  const planId = await createPlan(workspace);
  const rows = places.map(([id, lat, lng, zip = '']) => `${id},${lat},${lng},${zip}\n`);
  const csv = `id,lat,lng,zip\n${rows.join('')}`;
  const { status } = await send(workspace, 'PUT', `/v1/plans/${planId}/accounts?map=zip:zip`, csv, 'text/csv');
  expect(status).toBe(200);
  return planId;
}

type ImportAnswer = Omit<Layout, 'violations'> & ProblemAnswer;

const importInto = (planId: string, body: unknown, type: string, query = '') =>
  send<ImportAnswer>(workspace, 'POST', `/v1/plans/${planId}/layouts/import${query}`, body, type);

const importDrawn = (planId: string, features: readonly unknown[], query = '') =>
  importInto(planId, { type: 'FeatureCollection', features }, 'application/geo+json', query);

type Ring = readonly (readonly [number, number])[];

const box = (west: number, south: number, east: number, north: number): Ring => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];

const drawn = (id: string, ...rings: readonly Ring[]) => ({
  type: 'Feature',
  id,
  properties: { name: `The ${id}`, rep: `rep-${id}` },
  geometry: { type: 'Polygon', coordinates: rings },
});

async function ownersOf(layoutId: string, places: readonly Place[]): Promise<(string | null)[]> {
  const asked = places.map(([, lat, lng]) => ({ lat, lng }));
  const { answer } = await send<{ owners: ({ territoryId: string } | null)[] }>(
    workspace,
    'POST',
    `/v1/layouts/${layoutId}/owner`,
    { places: asked },
  );
  return answer.owners.map((owner) => owner?.territoryId ?? null);
}

/** Two squares that overlap from 10.4 to 10.6 degrees east; nothing is drawn from 12 on. */
const SQUARES = [drawn('west', box(10, 50, 10.6, 51)), drawn('east', box(10.4, 50, 11, 51))];
const PLACES: readonly Place[] = [
  ['w1', 50.2, 10.1],
  ['w2', 50.7, 10.2],
  ['both1', 50.5, 10.5],
  ['both2', 50.1, 10.45],
  ['e1', 50.3, 10.9],
  ['out1', 50.5, 11.02],
  ['out2', 50.5, 12.5],
];

test('squares that overlap and leave gaps are counted by hand', async () => {
  const planId = await planOf(PLACES);
  const { status, headers, answer } = await importDrawn(planId, SQUARES);
  expect(status).toBe(201);
  expect(headers.get('location')).toBe(`/v1/layouts/${answer.layoutId}`);
  expect(answer.territories.map(({ id, name, accounts }) => [id, name, accounts])).toEqual([
    ['west', 'The west', 4],
    ['east', 'The east', 3],
  ]);
  expect(answer.imported).toMatchObject({
    from: 'geojson',
    by: 'polygon',
    territories: 2,
    reps: { west: 'rep-west', east: 'rep-east' },
    representation: {
      accountsExact: 5,
      accountsElsewhere: 0,
      choices: { count: 0, cells: [] },
      gap: { accounts: 2, accountIds: ['out1', 'out2'] },
      overlap: { accounts: 2, accountIds: ['both1', 'both2'] },
    },
    disputes: [
      { kind: 'gap', territoryIds: ['east'], accounts: 2 },
      { kind: 'overlap', territoryIds: ['west', 'east'], accounts: 2, accountIds: ['both1', 'both2'] },
    ],
  });
  // A third of the eastern square lies in the western one.
  const shares = new Map(answer.imported?.representation.worst.map(({ territoryId, share }) => [territoryId, share]));
  expect(shares.get('east')).toBeCloseTo(2 / 3, 1);
  expect(shares.get('west')).toBeGreaterThan(0.99);
  expect(answer.imported?.representation.shareOfSurface).toBeCloseTo(5 / 6, 1);
  expect(await ownersOf(answer.layoutId, PLACES)).toEqual(['west', 'west', 'west', 'west', 'east', 'east', 'east']);
  // A place in a square that has no account, one outside of both.
  expect(
    await ownersOf(answer.layoutId, [
      ['', 50.95, 10.95],
      ['', 52, 10.3],
    ]),
  ).toEqual(['east', null]);
  const again = await importDrawn(planId, SQUARES);
  expect([again.status, again.answer]).toEqual([200, answer]);
  const read = await send<Layout>(workspace, 'GET', `/v1/layouts/${answer.layoutId}`);
  expect(read.answer).toEqual(answer);
});

test('accounts of no territory get one of their own, or are refused by name, where that is asked', async () => {
  const planId = await planOf(PLACES);
  const own = await importDrawn(planId, SQUARES, '?gaps=own-territory');
  expect(own.answer.territories.map(({ id, accounts }) => [id, accounts])).toEqual([
    ['west', 4],
    ['east', 1],
    ['unassigned', 2],
  ]);
  expect((await ownersOf(own.answer.layoutId, PLACES)).slice(5)).toEqual(['unassigned', 'unassigned']);
  const refused = await importDrawn(planId, SQUARES, '?gaps=refuse');
  expect(refused.status).toBe(422);
  expect(refused.answer.violations.map(({ field, value }) => [field, value])).toEqual([
    ['gaps', 'out1'],
    ['gaps', 'out2'],
  ]);
});

test('accounts of no territory join a territory of the file that is called unassigned', async () => {
  const planId = await planOf([...PLACES, ['left', 50.5, 9.5]]);
  const squares = [...SQUARES, drawn('unassigned', box(9, 50, 10, 51))];
  const { status, answer } = await importDrawn(planId, squares, '?gaps=own-territory');
  expect(status).toBe(201);
  expect(answer.territories.map(({ id, accounts }) => [id, accounts])).toEqual([
    ['west', 4],
    ['east', 1],
    ['unassigned', 3],
  ]);
});

test('a solved layout that goes out as outlines comes in with the same territory for every account', async () => {
  const planId = await createPlan(workspace);
  const market = scatterAccounts({ count: 600, seed: 11, west: -84, south: 33, widthDeg: 2, heightDeg: 1.5 });
  await send(workspace, 'PUT', `/v1/plans/${planId}/accounts`, toCsv(market), 'text/csv');
  const solved = await send<SolvedAnswer>(workspace, 'POST', `/v1/plans/${planId}/layouts`, {
    territories: 5,
    effort: 'fast',
  });
  const outlines = await workspace.fetch(`/v1/layouts/${solved.answer.layoutId}/territories?resolution=9`, {
    headers: { accept: 'application/geo+json' },
  });
  const { status, answer } = await importInto(planId, await outlines.text(), 'application/geo+json');
  expect([status, answer.detail]).toEqual([201, undefined]);
  const places = market.map(({ id, lat, lng }): Place => [id, lat, lng]);
  expect(await ownersOf(answer.layoutId, places)).toEqual(await ownersOf(solved.answer.layoutId, places));
  expect(answer.imported?.representation).toMatchObject({
    accountsExact: 600,
    accountsElsewhere: 0,
    gap: { accounts: 0 },
    overlap: { accounts: 0 },
  });
  expect(answer.imported?.representation.shareOfSurface).toBeGreaterThan(0.97);
  expect(answer.territories.map(({ id, accounts }) => [id, accounts])).toEqual(
    solved.answer.territories.map(({ id, accounts }) => [id, accounts]),
  );
});

test('accounts come with their territories as CSV and as JSON, and doubles are told', async () => {
  const planId = await planOf(PLACES);
  const csv = 'account,territory,name,rep\nw1,a,Alpha,r1\nw2,a,,\nboth1,b,Beta,r2\nboth1,a,,\ne1,b,,\nghost,b,,\n';
  const { status, answer } = await importInto(planId, csv, 'text/csv');
  expect(status).toBe(201);
  expect(answer.territories.map(({ id, name }) => [id, name])).toEqual([
    ['a', 'Alpha'],
    ['b', 'Beta'],
  ]);
  expect(answer.imported).toMatchObject({
    from: 'csv',
    by: 'account',
    reps: { a: 'r1', b: 'r2' },
    representation: {
      accountsExact: 4,
      gap: { accounts: 3, accountIds: ['both2', 'out1', 'out2'] },
      overlap: { accounts: 1, accountIds: ['both1'] },
      unknown: { rows: 1, values: ['ghost'] },
      shareOfSurface: null,
    },
  });
  const owners = await ownersOf(answer.layoutId, PLACES);
  expect(owners.slice(0, 3)).toEqual(['a', 'a', 'b']);
  expect(owners.every((owner) => owner !== null)).toBe(true);
  const rows = [
    { account: 'w1', territory: 'a' },
    { account: 'e1', territory: 'b' },
  ];
  const json = await importInto(planId, rows, 'application/json');
  expect([json.status, json.answer.imported?.from]).toEqual([201, 'json']);
});

test('accounts of one cell and several territories go where most of them belong', async () => {
  const planId = await planOf([
    ['x1', 50.5, 10.5],
    ['x2', 50.50001, 10.50001],
    ['x3', 50.50002, 10.50002],
    ['y', 50.9, 10.9],
  ]);
  const csv = 'account,territory\nx1,a\nx2,b\nx3,b\ny,a\n';
  const { answer } = await importInto(planId, csv, 'text/csv');
  expect(answer.imported?.representation).toMatchObject({
    accountsExact: 3,
    accountsElsewhere: 1,
    choices: { count: 1 },
  });
  expect(answer.territories.map(({ id, accounts }) => [id, accounts])).toEqual([
    ['a', 1],
    ['b', 3],
  ]);
});

test('values of an attribute lead accounts to territories', async () => {
  const planId = await planOf([
    ['a', 50.1, 10.1, '01001'],
    ['b', 50.2, 10.2, '01001'],
    ['c', 50.3, 10.3, '01002'],
    ['d', 50.8, 10.8, '02001'],
    ['e', 50.85, 10.85, ''],
  ]);
  const csv = 'zip,territory\n01001,north\n01002,north\n02001,south\n99999,south\n';
  const { status, answer } = await importInto(planId, csv, 'text/csv', '?key=zip');
  expect(status).toBe(201);
  expect(answer.imported).toMatchObject({
    by: 'key',
    key: 'zip',
    representation: {
      accountsExact: 4,
      gap: { accounts: 1, accountIds: ['e'] },
      unknown: { rows: 1, values: ['99999'] },
    },
  });
  expect(answer.territories.map(({ id, accounts }) => [id, accounts])).toEqual([
    ['north', 3],
    ['south', 2],
  ]);
});

test('polygons over the antimeridian hold what lies in them, cut or not', async () => {
  const places: readonly Place[] = [
    ['fiji', -17.5, 179.5],
    ['beyond', -17.5, -179.5],
    ['west', -17.5, 177],
  ];
  const planId = await planOf(places);
  const across = box(179, -18, -179, -17);
  const uncut = await importDrawn(planId, [drawn('east', across), drawn('west', box(176, -18, 179, -17))]);
  expect(uncut.answer.imported?.representation).toMatchObject({ accountsExact: 3, gap: { accounts: 0 } });
  expect(await ownersOf(uncut.answer.layoutId, places)).toEqual(['east', 'east', 'west']);
  const cut = {
    type: 'Feature',
    properties: { id: 'east' },
    geometry: { type: 'MultiPolygon', coordinates: [[box(179, -18, 180, -17)], [box(-180, -18, -179, -17)]] },
  };
  const other = await importDrawn(planId, [cut, drawn('west', box(176, -18, 179, -17))]);
  expect(await ownersOf(other.answer.layoutId, places)).toEqual(['east', 'east', 'west']);
  expect(other.answer.imported?.representation.shareOfSurface).toBeCloseTo(1, 1);
});

test('a rep whose id is too long is refused with its feature', async () => {
  const planId = await planOf(PLACES);
  const [west, east] = SQUARES;
  const named = { ...east, properties: { name: 'East', rep: 'r'.repeat(201) } };
  const { status, answer } = await importDrawn(planId, [west, named]);
  expect(status).toBe(422);
  expect(answer.violations).toMatchObject([{ field: '/features/1/properties/rep' }]);
  const whole = { ...east, properties: { name: 'East', rep: 'r'.repeat(200) } };
  expect((await importDrawn(planId, [west, whole])).status).toBe(201);
});

test.each([
  ['east of 180', box(179.8, -17.7, 179.9, -17.3), 179.85],
  ['west of -180', box(-179.9, -17.7, -179.8, -17.3), -179.85],
  ['across', box(179.9, -17.7, -179.9, -17.3), 180],
])('a hole in a polygon over the antimeridian is not inside: %s', async (_, hole, lng) => {
  const planId = await planOf([
    ['rim', -17.9, 179.5],
    ['beyond', -17.1, -179.5],
    ['hole', -17.5, lng],
  ]);
  for (const across of [box(179, -18, -179, -17), [...box(179, -18, -179, -17)].slice(1), box(-179, -18, 179, -17)]) {
    const exterior = across.length === 4 ? [...across, across[0] as [number, number]] : across;
    const { answer } = await importDrawn(planId, [drawn('round', exterior, hole)]);
    expect(answer.imported?.representation.gap).toEqual({ accounts: 1, accountIds: ['hole'] });
  }
});

test('a hole is not inside, whichever way rings are wound', async () => {
  const places: readonly Place[] = [
    ['rim', 50.1, 10.1],
    ['hole', 50.5, 10.5],
  ];
  const planId = await planOf(places);
  const hole = box(10.3, 50.3, 10.7, 50.7);
  for (const rings of [
    [box(10, 50, 11, 51), hole],
    [[...box(10, 50, 11, 51)].reverse(), hole],
    [box(10, 50, 11, 51), [...hole].reverse()],
  ]) {
    const { answer } = await importDrawn(planId, [drawn('ring', ...rings), drawn('core', hole)]);
    expect(answer.imported?.representation).toMatchObject({ accountsExact: 2, overlap: { accounts: 0 } });
    expect(await ownersOf(answer.layoutId, places)).toEqual(['ring', 'core']);
    const alone = await importDrawn(planId, [drawn('ring', ...rings)]);
    expect(alone.answer.imported?.representation.gap).toEqual({ accounts: 1, accountIds: ['hole'] });
  }
});

test('the polygons of a feature collection are told what is wrong with them, by feature and ring, all at once', async () => {
  const planId = await planOf(PLACES);
  const { status, answer } = await importDrawn(planId, [
    drawn('open', box(10, 50, 11, 51).slice(0, 4)),
    drawn('crossed', [
      [10, 50],
      [11, 51],
      [11, 50],
      [10, 51],
      [10, 50],
    ]),
    drawn('far', box(10, 50, 11, 51), box(190, 50, 191, 51)),
    drawn('flat', [
      [10, 50],
      [11, 51],
      [10, 50],
      [11, 51],
      [10, 50],
    ]),
    drawn('polar', [
      [0, 80],
      [120, 80],
      [-120, 80],
      [0, 80],
    ]),
    { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [10, 50] } },
    'text',
  ]);
  expect(status).toBe(422);
  expect(answer.type).toBe('/problems/invalid-rows');
  expect(answer.violations.map(({ field, detail }) => [field, detail])).toEqual([
    ['/features/0/geometry/coordinates/0', 'is a ring that is not closed'],
    ['/features/1/geometry/coordinates/0/0', 'begins an edge of the ring that crosses the one from position 2'],
    ['/features/2/geometry/coordinates/1/0', 'is not a position in WGS 84'],
    ['/features/3/geometry/coordinates/0', 'is a ring without surface'],
    ['/features/4/geometry/coordinates/0', 'is a ring around a pole'],
    ['/features/5/id', 'names no territory'],
    ['/features/5/geometry', 'is not a Polygon or MultiPolygon'],
    ['/features/6', 'is not a Feature'],
  ]);
});

test.each([
  ['not JSON', '{"type": "FeatureCollection", "features": [', 'application/geo+json', 400],
  ['nested too deep', '['.repeat(100_000), 'application/geo+json', 400],
  ['no collection', '{"type":"Feature"}', 'application/geo+json', 422],
  ['no features', '{"type":"FeatureCollection","features":[]}', 'application/geo+json', 422],
  [
    'no coordinates',
    '{"type":"FeatureCollection","features":[{"type":"Feature","id":1,"geometry":{"type":"Polygon"}}]}',
    'application/geo+json',
    422,
  ],
  [
    'rings that are numbers',
    '{"type":"FeatureCollection","features":[{"type":"Feature","id":1,"geometry":{"type":"Polygon","coordinates":[1,2]}}]}',
    'application/geo+json',
    422,
  ],
  ['a table without its column', 'id,territory\na,b\n', 'text/csv', 422],
  ['a table without rows', 'account,territory\n', 'text/csv', 422],
  ['empty values', 'account,territory\n,\n', 'text/csv', 422],
  ['accounts of other plans', 'account,territory\nnobody,a\n', 'text/csv', 422],
  ['XML', '<kml/>', 'application/xml', 415],
])('%s is refused', async (_, body, type, status) => {
  const planId = await planOf(PLACES);
  expect((await importInto(planId, body, type)).status).toBe(status);
});

test('a thousand features and a ring of a hundred thousand positions are read, more are not', async () => {
  const planId = await planOf(PLACES);
  const many = Array.from({ length: 1_001 }, (_, at) =>
    drawn(`f${at}`, box(10 + at / 1000, 50, 10.001 + at / 1000, 51)),
  );
  expect((await importDrawn(planId, many)).status).toBe(413);
  expect((await importDrawn(planId, many.slice(0, 1_000))).status).toBe(201);
  const circle = (positions: number): Ring => {
    const ring = Array.from({ length: positions - 1 }, (_, at): [number, number] => {
      const angle = (2 * Math.PI * at) / (positions - 1);
      return [10.5 + 0.5 * Math.cos(angle), 50.5 + 0.5 * Math.sin(angle)].map((one) => Number(one.toFixed(7))) as [
        number,
        number,
      ];
    });
    return [...ring, ring[0] as [number, number]];
  };
  expect((await importDrawn(planId, [drawn('round', circle(100_000))])).status).toBe(201);
  expect((await importDrawn(planId, [drawn('round', circle(200_001))])).status).toBe(413);
});

test('a base that is finer than accounts are binned, or makes too many cells, is refused with the finest that is possible', async () => {
  const planId = await planOf(PLACES);
  const rows = 'account,territory\nw1,west\ne1,east\n';
  for (const made of [
    await importDrawn(planId, SQUARES, '?baseResolution=10'),
    await importInto(planId, rows, 'text/csv', '?baseResolution=15'),
  ]) {
    expect(made.status).toBe(422);
    expect(made.answer.violations).toMatchObject([
      { field: 'baseResolution', remedy: expect.stringContaining('at most 9') },
    ]);
  }
  // The squares hold some ninety thousand cells of resolution 9.
  const many = await importDrawn(planId, SQUARES, '?baseResolution=9');
  expect([many.status, many.answer.violations]).toMatchObject([
    422,
    [
      {
        field: 'baseResolution',
        value: '9',
        detail: 'makes more than 30000 cells',
        remedy: expect.stringContaining('at most 8'),
      },
    ],
  ]);
  const { status, answer } = await importInto(planId, rows, 'text/csv', '?baseResolution=9');
  expect([status, answer.resolution?.base]).toEqual([201, 9]);
});

test('what a layout was imported from goes with the plan to another workspace', async () => {
  const planId = await planOf(PLACES);
  const { answer } = await importDrawn(planId, SQUARES);
  const other = await openWorkspace();
  const copy = await importPlan(other, await exportPlan(workspace, planId));
  expect(copy.status).toBe(201);
  const read = await send<Layout>(other, 'GET', `/v1/layouts/${answer.layoutId}`);
  expect(read.answer).toEqual(answer);
});

test('another workspace, a plan that is not there, and a key that may not write layouts import nothing', async () => {
  const planId = await planOf(PLACES);
  const other = await openWorkspace();
  const body = { type: 'FeatureCollection', features: SQUARES };
  const path = `/v1/plans/${planId}/layouts/import`;
  const made = await send<{ key: string }>(workspace, 'POST', '/v1/keys', { name: 'reads', scopes: ['plans:read'] });
  const refused = await exports.default.fetch(`http://hexalign.test${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/geo+json', authorization: `Bearer ${made.answer.key}` },
  });
  expect(refused.status).toBe(403);
  expect((await send(other, 'POST', path, body, 'application/geo+json')).status).toBe(404);
  expect((await importDrawn('pln_none', SQUARES)).status).toBe(404);
});
