/**
 * `npm run check:sample`: the sample market end to end against a local server with an empty database, up to a hundred thousand look-ups.
 * Prints each figure; fails when one is out of bounds. `-- --short` looks at a fifth of the points and at no outlines beyond resolution 7.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import type { Layout, Territory } from '../../src/domain/layout.ts';
import { type Served, serve } from '../browser/served.ts';
import { csvBody, dataOf, layoutOf } from '../browser/typed-client.ts';
import { countPieces } from '../count-pieces.ts';
import { seededRandom } from '../fixtures/scatter-accounts.ts';
import { checkBusiness } from './check-business.ts';
import { checkOwners, checkPartitions, type OutlineExtent } from './check-outlines.ts';
import { checkTiles } from './check-tiles.ts';
import { Checklist } from './checklist.ts';

const TERRITORIES = 50;
const { values } = parseArgs({ options: { short: { type: 'boolean', default: false } } });
const extentTo = (finest: number): OutlineExtent =>
  values.short ? { finest: 7, points: 20_000, alone: 400 } : { finest, points: 100_000, alone: 2_000 };

type Solved = Omit<Layout, 'territories'> & {
  readonly territories: readonly (Territory & { readonly cells: readonly string[] })[];
};

const csv = gunzipSync(
  readFileSync(new URL('../../src/local/sample/us_zip_business_2016.csv.gz', import.meta.url)),
).toString();
const checks = new Checklist();

async function solve({ origin, api }: Served, balance: string, seed: number) {
  const startMs = performance.now();
  const response = await fetch(`${origin}/v1/solve?territories=${TERRITORIES}&balance=${balance}&seed=${seed}`, {
    method: 'POST',
    headers: { ...api.headers, 'content-type': 'text/csv' },
    body: csv,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return { text, layout: JSON.parse(text) as Solved, seconds: (performance.now() - startMs) / 1000 };
}

function checkSolved(name: string, { layout, seconds }: { layout: Solved; seconds: number }): void {
  const percent = (value: number) => `${(100 * value).toFixed(2)} %`;
  for (const [metric, tolerance] of Object.entries(layout.balance)) {
    const outside = layout.territories.filter(({ deviations }) => (deviations[metric] ?? 0) > tolerance);
    const named = outside.every(({ id }) => layout.violations.some((v) => v.territoryId === id && v.metric === metric));
    const worst = Math.max(...layout.territories.map(({ deviations }) => deviations[metric] ?? 0));
    const alone = Object.keys(layout.balance).length === 1;
    const holds = alone ? outside.length === 0 : named;
    checks.holds(
      `${name}: ${metric} within ${percent(tolerance)}${alone ? '' : ', or said'}`,
      holds,
      `worst ${percent(worst)}`,
    );
  }
  const pieces = layout.territories.map(({ cells }) => countPieces(cells, layout.islands));
  checks.holds(
    `${name}: every territory is in one piece`,
    pieces.length === TERRITORIES && pieces.every((n) => n === 1),
    `the request took ${seconds.toFixed(2)} s, upload included`,
  );
}

async function checkSolves(served: Served): Promise<string> {
  for (const seed of [1, 2, 3]) {
    checkSolved(`establishments, seed ${seed}`, await solve(served, 'establishments:0.05', seed));
  }
  const both = await solve(served, 'establishments:0.05,employees:0.2', 1);
  checkSolved('both metrics', both);
  checks.holds('both metrics: feasible', both.layout.feasible, `${both.layout.violations.length} violations`);
  const again = await solve(served, 'establishments:0.05,employees:0.2', 1);
  checks.holds('asked again: same bytes from the record', again.text === both.text, `${again.seconds.toFixed(2)} s`);
  return both.text;
}

/** Five hundred more accounts about Denver, as rows of the sample. */
function denver(): string {
  const random = seededRandom(303);
  const rows = Array.from({ length: 500 }, (_, at) => {
    const [lat, lng] = [39.74 + (random() - 0.5) * 0.4, -104.99 + (random() - 0.5) * 0.5];
    return `new-${at},Denver,${lat.toFixed(5)},${lng.toFixed(5)},${Math.ceil(random() * 60)},${Math.ceil(random() * 900)}`;
  });
  return `id,name,lat,lng,establishments,employees\n${rows.join('\n')}\n`;
}

async function checkPlan(served: Served): Promise<void> {
  const { api, client } = served;
  const plan = { name: 'Sample', metrics: ['establishments', 'employees'] };
  const { planId } = dataOf(await client.POST('/v1/plans', { body: plan }));
  const params = { path: { planId } };
  dataOf(await client.PUT('/v1/plans/{planId}/accounts', { params, ...csvBody(csv) }));
  const options = { territories: TERRITORIES, balance: { establishments: 0.05, employees: 0.2 }, seed: 1 };
  let events = 0;
  const layout = await api.solve<Layout>(`/v1/plans/${planId}/layouts`, options, () => events++);
  checks.holds('the plan has the layout of the same accounts', layout.feasible, `${events} progress events`);
  const { layoutId } = layout;
  const query = { include: 'cells' } as const;
  const { territories } = dataOf(
    await client.GET('/v1/layouts/{layoutId}/territories', { params: { path: { layoutId }, query } }),
  );
  const cells = territories.flatMap((territory) => territory.cells ?? []);
  const { finest } = layout.resolution;
  const extent = extentTo(finest);
  await checkPartitions(checks, served, { layoutId, cells }, extent);
  await checkOwners(checks, served, { layoutId, finest }, extent);
  await checkTiles(checks, served, layout.layoutId);
  dataOf(await client.PUT('/v1/plans/{planId}/accounts', { params, ...csvBody(denver()) }));
  await checkRebalance(served, layout.layoutId);
}

async function checkRebalance({ client }: Served, layoutId: string): Promise<void> {
  const body = { budget: { metric: 'establishments', share: 0.02 } };
  const startMs = performance.now();
  const params = { path: { layoutId } };
  const layout = layoutOf(dataOf(await client.POST('/v1/layouts/{layoutId}/rebalance', { params, body })));
  const seconds = ((performance.now() - startMs) / 1000).toFixed(2);
  const total = layout.totals.sums.establishments ?? 0;
  const moved = layout.moves.reduce((sum, move) => sum + (move.sums.establishments ?? 0), 0) / total;
  checks.holds('a rebalance moves at most 2 %', moved <= 0.02, `${(100 * moved).toFixed(2)} %, ${seconds} s`);
  const said = layout.feasible || layout.violations.length > 0;
  checks.holds('a rebalance is within bounds or says why not', said, `${layout.violations.length} violations`);
  for (const { detail } of layout.violations.slice(0, 5)) console.log(`       ${detail}`);
}

async function withServer<T>(work: (served: Served) => Promise<T>): Promise<T> {
  const served = await serve();
  try {
    return await work(served);
  } finally {
    await served.stop();
  }
}

const first = await withServer(async (served) => {
  const text = await checkSolves(served);
  await checkPlan(served);
  return text;
});
const fresh = await withServer((served) => solve(served, 'establishments:0.05,employees:0.2', 1));
await withServer((served) => checkBusiness(checks, served));
checks.holds('the same request gives the same bytes on a fresh database', fresh.text === first);
process.exitCode = checks.end() === 0 ? 0 : 1;
