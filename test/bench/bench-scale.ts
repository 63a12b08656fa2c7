/**
 * `npm run bench:scale`: a plan of 1,000,000 accounts against the Worker in workerd: loaded in several requests, binned, solved by a job, listed,
 * exported, looked up and drawn. Prints what each request took, and fails where one breaks a limit of the platform: 1,000 queries and 2 MB in a bound
 * value (the database of `test/metered` throws), 30 s of CPU, 128 MB more than the process held before it. CPU and memory are those of the whole process,
 * D1 and KV included: more than production counts. `-- --accounts 50000` makes it short.
 */
import { rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Job } from '../../src/domain/job.ts';
import type { Layout } from '../../src/domain/layout.ts';
import { Checklist } from './checklist.ts';
import { createPlan } from './scale/create-plan.ts';
import { madeAccount, madeCsv } from './scale/made-accounts.ts';
import { bundleWorker, serveBundle } from './scale/served-bundle.ts';

const MOST_CPU_SECONDS = 30;
const MOST_QUERIES = 1_000;
const MOST_GROWTH_MB = 128;
/** A job's first slice begins in this process before its 202 is sent: the optimizer's memory, of 64 MB at most, comes on top. */
const MOST_OPTIMIZER_MB = 64;
/** How much more the last upload may hold than the second: memory must not grow with the plan. */
const MOST_UPLOAD_GROWTH_MB = 32;
const POLL_MS = 500;

interface Metered {
  readonly of: string;
  readonly queries: number;
  readonly boundBytes: number;
}

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '1000000' },
    'per-request': { type: 'string', default: '200000' },
    territories: { type: 'string', default: '200' },
  },
});
const accounts = Number(values.accounts);
const perRequest = Math.min(accounts, Number(values['per-request']));
const checks = new Checklist();
const bundle = bundleWorker('test/metered/metered-worker.ts');
const served = await serveBundle(bundle);
const { origin, key, workerd } = served;
const headers = { authorization: `Bearer ${key}` };
await wait(1_000);
const idleMb = workerd.heldMb();

async function ask(
  method: string,
  path: string,
  more: RequestInit & { headers?: Record<string, string> } = {},
): Promise<Response> {
  const answer = await fetch(`${origin}${path}`, { ...more, method, headers: { ...headers, ...more.headers } });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${(await answer.text()).slice(0, 1_000)}`);
  return answer;
}

const json = async <T>(answer: Response) => (await answer.json()) as T;
const post = (path: string, body: object, more: Record<string, string> = {}) =>
  ask('POST', path, { headers: { 'content-type': 'application/json', ...more }, body: JSON.stringify(body) });

/** Does something, prints what it took, and holds it to the limits. `isJob`: its CPU is that of many steps; `isSolve`: the optimizer runs. */
async function measure<T>(
  name: string,
  work: () => Promise<T>,
  { isJob = false, isSolve = isJob }: { isJob?: boolean; isSolve?: boolean } = {},
): Promise<{ result: T; aboveIdleMb: number }> {
  await ask('GET', '/metered');
  workerd.resetPeak();
  const heldMb = workerd.heldMb();
  const [startMs, startCpu] = [performance.now(), workerd.cpuSeconds()];
  const result = await work();
  const cpuSeconds = workerd.cpuSeconds() - startCpu;
  const seconds = (performance.now() - startMs) / 1000;
  // What V8 or the allocator got back the system did not: each counts from where it began.
  const [growthMb, aboveIdleMb] = [workerd.peakMb() - heldMb, workerd.peakMb() - idleMb];
  const all = await json<Metered[]>(await ask('GET', '/metered'));
  const metered = all.filter(({ of }) => isJob || of !== 'job');
  const queries = Math.max(0, ...metered.map((one) => one.queries));
  const bound = Math.max(0, ...metered.map((one) => one.boundBytes)) / 1e6;
  const isWithin =
    queries <= MOST_QUERIES &&
    growthMb <= MOST_GROWTH_MB + (isSolve ? MOST_OPTIMIZER_MB : 0) &&
    (isJob || cpuSeconds <= MOST_CPU_SECONDS);
  checks.holds(
    name.padEnd(44),
    isWithin,
    `${seconds.toFixed(2)} s, CPU ${cpuSeconds.toFixed(2)} s, ${queries} queries, at most ${bound.toFixed(2)} MB bound, memory +${growthMb.toFixed(0)} MB (${aboveIdleMb.toFixed(0)} MB above idle)`,
  );
  return { result, aboveIdleMb };
}

async function load(planId: string): Promise<void> {
  const held: number[] = [];
  for (let from = 0; from < accounts; from += perRequest) {
    const to = Math.min(accounts, from + perRequest);
    const body = madeCsv(from, to);
    const { aboveIdleMb } = await measure(`upload of accounts ${from} to ${to}`, async () => {
      const { accepted } = await json<{ accepted: number }>(
        await ask('PUT', `/v1/plans/${planId}/accounts`, { headers: { 'content-type': 'text/csv' }, body }),
      );
      if (accepted !== to - from) throw new Error(`${accepted} of ${to - from} accounts`);
    });
    held.push(aboveIdleMb);
  }
  const grown = (held.at(-1) ?? 0) - (held[1] ?? held[0] ?? 0);
  checks.holds(
    'memory of uploads is flat',
    grown <= MOST_UPLOAD_GROWTH_MB,
    `${grown.toFixed(0)} MB from the second to the last`,
  );
}

async function solve(planId: string): Promise<string> {
  const request = { territories: Number(values.territories), balance: { revenue: 0.1 }, seed: 1 };
  const asked = await measure(
    'a layout is asked for (202)',
    () => post(`/v1/plans/${planId}/layouts`, request, { prefer: 'respond-async' }).then(json<Job>),
    { isSolve: true },
  );
  const { result: job } = await measure(
    'the job solves it (all slices together)',
    async () => {
      for (;;) {
        const now = await json<Job & { result?: string }>(await ask('GET', `/v1/jobs/${asked.result.jobId}`));
        if (now.finishedAt !== null) return now;
        await wait(POLL_MS);
      }
    },
    { isJob: true },
  );
  checks.holds('the job succeeds', job.state === 'succeeded', JSON.stringify(job.failure ?? job.state));
  const { layoutId } = (await json<{ items: Layout[] }>(await ask('GET', `/v1/plans/${planId}/layouts?limit=1`)))
    .items[0] as Layout;
  return layoutId;
}

async function list(planId: string, layoutId: string): Promise<void> {
  const path = `/v1/plans/${planId}/accounts`;
  const { lat, lng } = madeAccount(12_345);
  const read = (name: string, url: string, accept = 'application/json') =>
    measure(name, async () => (await ask('GET', url, { headers: { accept } })).arrayBuffer());
  await read('the plan and its number of accounts', `/v1/plans/${planId}`);
  await read('accounts, first page of 1,000', `${path}?limit=1000`);
  const { next } = await json<{ next: string }>(await ask('GET', `${path}?limit=1000`));
  await read('accounts, the page after', `${path}?limit=1000&cursor=${encodeURIComponent(next)}`);
  await read('accounts of a segment', `${path}?limit=1000&segment=public`);
  await read('accounts of a box', `${path}?limit=1000&bbox=${lng - 0.5},${lat - 0.5},${lng + 0.5},${lat + 0.5}`);
  await read('accounts with a text that few have', `${path}?limit=1000&text=acc-99999`);
  const { territories } = await json<{ territories: { id: string }[] }>(
    await ask('GET', `/v1/layouts/${layoutId}/territories`),
  );
  await read('accounts of a territory', `${path}?limit=1000&layoutId=${layoutId}&territoryId=${territories[0]?.id}`);
  await read('one account', `${path}/acc-12345`);
  await read('cells at resolution 5, first page', `/v1/plans/${planId}/cells?resolution=5&limit=1000`);
  await read('cells at the finest, first page', `/v1/plans/${planId}/cells?limit=1000`);
  await read('cells at resolution 0', `/v1/plans/${planId}/cells?resolution=0&limit=1000`);
  await read('the layout', `/v1/layouts/${layoutId}`);
  await read('its territories', `/v1/layouts/${layoutId}/territories`);
  await read('its leaves, a page', `/v1/layouts/${layoutId}/cells?limit=1000`);
  await read('the owner of a place', `/v1/layouts/${layoutId}/owner?lat=${lat}&lng=${lng}`);
  await read('a tile of all of it', `/v1/layouts/${layoutId}/tiles/3/1/3.mvt`, 'application/vnd.mapbox-vector-tile');
  await read(
    'a tile of a town',
    `/v1/layouts/${layoutId}/tiles/8/${tileX(lng, 8)}/${tileY(lat, 8)}.mvt`,
    'application/vnd.mapbox-vector-tile',
  );
  const { result: lines } = await measure('export of all as NDJSON', async () =>
    countLines(await ask('GET', path, { headers: { accept: 'application/x-ndjson' } })),
  );
  checks.holds('the export has every account', lines === accounts, lines);
}

function tileX(lngDeg: number, zoom: number): number {
  return Math.floor(((lngDeg + 180) / 360) * 2 ** zoom);
}

function tileY(latDeg: number, zoom: number): number {
  const lat = (latDeg * Math.PI) / 180;
  return Math.floor(((1 - Math.asinh(Math.tan(lat)) / Math.PI) / 2) * 2 ** zoom);
}

async function countLines(answer: Response): Promise<number> {
  let lines = 0;
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    for (const byte of chunk) if (byte === 10) lines++;
  }
  return lines;
}

try {
  console.log(`idle: ${idleMb.toFixed(0)} MB`);
  const planId = await createPlan(served);
  await load(planId);
  const layoutId = await solve(planId);
  await list(planId, layoutId);
} finally {
  await served.stop();
  rmSync(bundle, { recursive: true, force: true });
}
process.exitCode = checks.end() === 0 ? 0 : 1;
