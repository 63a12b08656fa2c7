/**
 * `npm run bench:performance`: what those ask who run territories, of a plan of 200,000 accounts with 24 months of actuals each, against the Worker in workerd:
 * performance, sums by territory, the profile and the quality of its territories. Prints what each request took, and fails where one breaks a limit of the
 * platform: 1,000 queries, and the 120 s of CPU that `wrangler.toml` asks for. CPU and memory are those of the whole process, D1 included: more than production counts.
 * `-- --accounts 20000` makes it short.
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Checklist } from './checklist.ts';
import { createPlan } from './scale/create-plan.ts';
import { madeCsv } from './scale/made-accounts.ts';
import { bundleWorker, serveBundle } from './scale/served-bundle.ts';

const [MOST_QUERIES, MOST_CPU_SECONDS] = [1_000, 120];
/** An answer about a hundred territories, or ten goals, is longer. */
const LEAST_BYTES = 1_000;
const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '200000' },
    months: { type: 'string', default: '24' },
    territories: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '2' },
  },
});
const [accounts, months] = [Number(values.accounts), Number(values.months)];
/** Accounts whose rows one statement writes. */
const AT_ONCE = 10_000;
const PER_UPLOAD = 200_000;

const checks = new Checklist();
const bundle = bundleWorker('test/metered/metered-worker.ts');
const served = await serveBundle(bundle);
const { origin, key, workerd, db } = served;

async function ask<T>(method: string, path: string, body?: BodyInit, type = 'application/json'): Promise<T> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': type };
  const init =
    body === undefined ? { method, headers: { authorization: headers.authorization } } : { method, headers, body };
  const answer = await fetch(`${origin}${path}`, init);
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${(await answer.text()).slice(0, 1_000)}`);
  return (await answer.json()) as T;
}

/** Bytes of an answer. */
async function read(path: string): Promise<number> {
  const answer = await fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${key}` } });
  if (!answer.ok || answer.body === null) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
  let bytes = 0;
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) bytes += chunk.length;
  return bytes;
}

const day = (months: number, date: number) => {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, date)).toISOString().slice(0, 10);
};

/** A published plan with goals, actuals and deals. */
async function openPlan(): Promise<{ planId: string; layoutId: string }> {
  const planId = await createPlan(served);
  const path = `/v1/plans/${planId}`;
  for (let from = 0; from < accounts; from += PER_UPLOAD) {
    await ask('PUT', `${path}/accounts`, madeCsv(from, Math.min(accounts, from + PER_UPLOAD)), 'text/csv');
  }
  let layout = await ask<{ layoutId?: string; jobId?: string; finishedAt?: string | null }>(
    ...(['POST', `${path}/layouts`] as const),
    JSON.stringify({ territories: Number(values.territories), effort: 'fast' }),
  );
  while (layout.jobId !== undefined && layout.finishedAt === null) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    layout = await ask('GET', `/v1/jobs/${layout.jobId}`);
  }
  const { items } = await ask<{ items: { layoutId: string }[] }>('GET', `${path}/layouts?limit=1`);
  const layoutId = items[0]?.layoutId ?? '';
  const { publicationId } = await ask<{ publicationId: string }>(
    ...(['POST', `${path}/publications`] as const),
    JSON.stringify({ layoutId }),
  );
  await ask('POST', `/v1/publications/${publicationId}/publish`, '{}');
  for (let from = 0; from < accounts; from += AT_ONCE) {
    const written = db
      .prepare(
        `WITH RECURSIVE account (n) AS (SELECT CAST(?2 AS INTEGER) UNION ALL SELECT n + 1 FROM account WHERE n + 1 < ?3),
           month (m) AS (SELECT 0 UNION ALL SELECT m + 1 FROM month WHERE m + 1 < ?4)
         INSERT OR REPLACE INTO actuals (plan_number, draft, account_id, metric, period, value, chunk)
         SELECT (SELECT plan_number FROM plans WHERE plan_id = ?1), 0, 'acc-' || n, 'revenue',
           substr(date('now', 'start of month', '-' || (m + 1) || ' months'), 1, 7), (n * 31 + m * 17) % 1000, 1
         FROM account CROSS JOIN month`,
      )
      .bind(planId, from, Math.min(accounts, from + AT_ONCE), months);
    // A connection to the database that was idle may be closed under the statement.
    await written.run().catch(() => written.run());
  }
  for (let at = 1; at <= 10; at++) {
    const goal = { subject: { territoryId: `t${at}` }, metric: 'revenue', target: 1_000_000, unit: 'EUR' };
    await ask('POST', `${path}/goals`, JSON.stringify({ ...goal, start: day(-6, 1), due: day(6, 1) }));
  }
  return { planId, layoutId };
}

try {
  const started = performance.now();
  const { planId, layoutId } = await openPlan();
  console.log(
    `${accounts} accounts, ${accounts * months} actuals: ready after ${((performance.now() - started) / 1000).toFixed(0)} s`,
  );
  for (let round = 1; round <= Number(values.rounds); round++) {
    for (const [name, path] of [
      ['performance', `/v1/plans/${planId}/performance`],
      ['sums by territory', `/v1/plans/${planId}/actuals/sums?groupBy=territory&limit=1000`],
      ['profile of the plan', `/v1/plans/${planId}/profile`],
      ['quality of all territories', `/v1/layouts/${layoutId}/quality`],
      ['export of the plan', `/v1/plans/${planId}/export`],
    ] as const) {
      await ask('GET', '/metered');
      workerd.resetPeak();
      const [heldMb, startMs, startCpu] = [workerd.heldMb(), performance.now(), workerd.cpuSeconds()];
      const length = await read(path);
      const [seconds, cpu] = [(performance.now() - startMs) / 1000, workerd.cpuSeconds() - startCpu];
      const queries = Math.max(0, ...(await ask<{ queries: number }[]>('GET', '/metered')).map((one) => one.queries));
      checks.holds(
        `round ${round}: ${name}`.padEnd(36),
        queries > 0 && length > LEAST_BYTES && queries <= MOST_QUERIES && cpu <= MOST_CPU_SECONDS,
        `${seconds.toFixed(2)} s, CPU ${cpu.toFixed(2)} s, ${queries} queries, memory +${(workerd.peakMb() - heldMb).toFixed(0)} MB, ${length} bytes`,
      );
    }
  }
} finally {
  await served.stop();
  rmSync(bundle, { recursive: true, force: true });
}
if (checks.end() > 0) process.exitCode = 1;
