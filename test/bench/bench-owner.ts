/**
 * `npm run bench:owner`: lookups of owners against a bare hono application that answers constant JSON in the same isolate, under the same load, in turns; and
 * a batch of 1,000 against one lookup of the same kind, each alone. The warm-up tells what accounts cost that were not read before. Fails below 0.7 of the requests per second, and above 20 lookups for a batch.
 *
 * Options: seconds of a round (4), rounds (5), connections (64).
 */
import { rmSync } from 'node:fs';
import { createPlan } from './scale/create-plan.ts';
import { type LoadResult, load } from './scale/load.ts';
import { madeAccount, madeCsv } from './scale/made-accounts.ts';
import { bundleWorker, type ServedBundle, serveBundle } from './scale/served-bundle.ts';

const [SECONDS = 4, ROUNDS = 5, CONNECTIONS = 64] = process.argv.slice(2).map(Number);
const ACCOUNTS = 20_000;
const BATCH = 1_000;
/** V8 compiles what is hot for some ten seconds: before that no figure says how a Worker goes that serves. */
const WARM_UP_SECONDS = 15;
const LEAST_SHARE = 0.7;
const MOST_LOOKUPS = 20;

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const bundle = bundleWorker('test/metered/bare-worker.ts');
const served = await serveBundle(bundle);
try {
  const planId = await openPlan(served);
  const headers = `Host: ${new URL(served.origin).host}\r\nAuthorization: Bearer ${served.key}\r\nAccept: application/json\r\n\r\n`;
  let turn = 0;
  const some = () => (++turn * 7919) % ACCOUNTS;
  const place = () => {
    const { lat, lng } = madeAccount(some());
    return `lat=${lat}&lng=${lng}`;
  };
  const kinds = {
    bare: () => `GET /bare HTTP/1.1\r\n${headers}`,
    point: () => `GET /v1/plans/${planId}/owner?${place()} HTTP/1.1\r\n${headers}`,
    account: () => `GET /v1/plans/${planId}/owner?account=acc-${some()} HTTP/1.1\r\n${headers}`,
  };
  const rounds: Record<keyof typeof kinds, LoadResult & { cpuMicros: number }>[] = [];
  // The first round warms up; it tells what an account costs that was not read before, as it meets few twice.
  for (let round = 0; round <= ROUNDS; round++) {
    const results = {} as (typeof rounds)[number];
    for (const kind of Object.keys(kinds) as (keyof typeof kinds)[]) {
      const cpu = served.workerd.cpuSeconds();
      const seconds = round === 0 ? WARM_UP_SECONDS : SECONDS;
      const result = await load(served.origin, kinds[kind], { connections: CONNECTIONS, seconds });
      if (result.failures > 0)
        throw new Error(`${kind}: ${result.failures} answers were not 200: ${result.firstFailure}`);
      results[kind] = { ...result, cpuMicros: ((served.workerd.cpuSeconds() - cpu) * 1e6) / result.requests };
      const { perSecond, medianMs, p99Ms } = result;
      console.log(
        `${round === 0 ? 'warm-up' : `round ${round}`} ${kind}: ${perSecond.toFixed(0)} requests/s, ${results[kind].cpuMicros.toFixed(0)} us of CPU each, median ${medianMs.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms`,
      );
    }
    if (round > 0) rounds.push(results);
    else {
      await askEachAccount(served, planId);
      await load(served.origin, kinds.account, { connections: CONNECTIONS, seconds: WARM_UP_SECONDS });
    }
  }
  const share = (kind: 'point' | 'account') => median(rounds.map((one) => one[kind].perSecond / one.bare.perSecond));
  const cpu = (kind: 'point' | 'account') => median(rounds.map((one) => one[kind].cpuMicros / one.bare.cpuMicros));
  for (const kind of ['point', 'account'] as const) {
    console.log(
      `${kind}: ${share(kind).toFixed(2)} of the requests per second of bare hono, ${cpu(kind).toFixed(2)} times its CPU`,
    );
  }
  const times = await timeBatch(served, planId, place, some);
  for (const [kind, { one, batch }] of Object.entries(times)) {
    const lookups = batch / one;
    console.log(
      `one ${kind} alone ${one.toFixed(2)} ms, a batch of ${BATCH} ${batch.toFixed(2)} ms (${lookups.toFixed(1)} lookups)`,
    );
    if (lookups > MOST_LOOKUPS) process.exitCode = 1;
  }
  if (Math.min(share('point'), share('account')) < LEAST_SHARE) process.exitCode = 1;
} finally {
  await served.stop();
  rmSync(bundle, { recursive: true, force: true });
}

async function send<T>(
  { origin, key }: ServedBundle,
  method: string,
  path: string,
  type: string,
  body: BodyInit,
): Promise<T> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': type };
  const answer = await fetch(`${origin}${path}`, { method, headers, body });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** A plan of which a layout is in force. */
async function openPlan(to: ServedBundle): Promise<string> {
  const plan = await createPlan(to);
  await send(to, 'PUT', `/v1/plans/${plan}/accounts`, 'text/csv', madeCsv(0, ACCOUNTS));
  const reps = Array.from({ length: 40 }, (_, at) => ({ id: `rep-${at}`, name: `Rep ${at}` }));
  await send(to, 'PUT', `/v1/plans/${plan}/reps`, 'application/json', JSON.stringify(reps));
  const asked = JSON.stringify({ territories: 40, effort: 'fast' });
  const { layoutId } = await send<{ layoutId: string }>(
    to,
    'POST',
    `/v1/plans/${plan}/layouts`,
    'application/json',
    asked,
  );
  const own = await fetch(`${to.origin}/v1/workspace`, { headers: { authorization: `Bearer ${to.key}` } });
  const { workspaceId } = (await own.json()) as { workspaceId: string };
  const served = Object.fromEntries(reps.map(({ id }, at) => [`t${at + 1}`, id]));
  await send(
    to,
    'POST',
    '/publish',
    'application/json',
    JSON.stringify({ workspaceId, planId: plan, layoutId, reps: served }),
  );
  return plan;
}

async function askEachAccount(to: ServedBundle, plan: string): Promise<void> {
  for (let from = 0; from < ACCOUNTS; from += BATCH) {
    const places = Array.from({ length: BATCH }, (_, at) => ({ account: `acc-${from + at}` }));
    await send(to, 'POST', `/v1/plans/${plan}/owners`, 'application/json', JSON.stringify({ places }));
  }
}

/** Milliseconds that one lookup and a batch of such take, each sent alone. */
async function timeBatch({ origin }: ServedBundle, plan: string, placeQuery: () => string, some: () => number) {
  const headers = (length: number) =>
    `Host: ${new URL(origin).host}\r\nAuthorization: Bearer ${served.key}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
  const batch = (places: object[]) => {
    const body = JSON.stringify({ places });
    return `POST /v1/plans/${plan}/owners HTTP/1.1\r\n${headers(body.length)}${body}`;
  };
  const points = () =>
    batch(
      Array.from({ length: BATCH }, (_, at) => {
        const { lat, lng } = madeAccount((next() + at * 7919) % ACCOUNTS);
        return { lat, lng };
      }),
    );
  const accounts = () =>
    batch(Array.from({ length: BATCH }, (_, at) => ({ account: `acc-${(next() + at * 7919) % ACCOUNTS}` })));
  let count = 0;
  const next = () => ++count;
  const lookup = (query: string) => `GET /v1/plans/${plan}/owner?${query} HTTP/1.1\r\n${headers(0)}`;
  const time = async (request: () => string) => {
    await load(origin, request, { connections: 1, seconds: 1 });
    const { medianMs, failures } = await load(origin, request, { connections: 1, seconds: 3 });
    if (failures > 0) throw new Error(`${failures} answers were not 200`);
    return medianMs;
  };
  return {
    point: { one: await time(() => lookup(placeQuery())), batch: await time(points) },
    account: { one: await time(() => lookup(`account=acc-${some()}`)), batch: await time(accounts) },
  };
}
