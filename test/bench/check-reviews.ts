/**
 * `npm run check:reviews`: a thousand plans whose reviews are due at one moment, every tenth with territories outside, against the Worker in workerd. The cron ticks
 * until nothing is left. Each plan has one review then and its event once, and no invocation asked for more than the platform allows: a tick with retention and
 * deliveries in it, and a review with all of its steps, which the platform counts one by one. `-- --plans 100` makes it short.
 */
import { rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { scatterAccounts, toCsv } from '../fixtures/scatter-accounts.ts';
import { Checklist } from './checklist.ts';
import { bundleWorker, serveBundle } from './scale/served-bundle.ts';

const MOST_QUERIES = 1_000;
/** Every so many plans have drifted. */
const DRIFTED_EVERY = 10;
const PATIENCE_MS = 1_800_000;

const { values } = parseArgs({ options: { plans: { type: 'string', default: '1000' } } });
const plans = Number(values.plans);
const checks = new Checklist();
const bundle = bundleWorker('test/metered/metered-worker.ts');
const { origin, key, db, stop } = await serveBundle(bundle);

async function ask<T>(method: string, path: string, body?: string | object, type = 'application/json'): Promise<T> {
  const answer = await fetch(origin + path, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': type }) },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 500)}`);
  return (text === '' ? null : JSON.parse(text)) as T;
}

const count = async (sql: string) => (await db.prepare(`SELECT count(*) AS n FROM ${sql}`).first<number>('n')) ?? -1;

/** Makes a plan in force with review settings, and copies it in the database. */
async function fill(): Promise<void> {
  const accounts = scatterAccounts({ count: 60, seed: 51, west: -84, south: 33, widthDeg: 4, heightDeg: 3 });
  const { planId } = await ask<{ planId: string }>('POST', '/v1/plans', { name: 'the first' });
  await ask('PUT', `/v1/plans/${planId}/accounts`, toCsv(accounts), 'text/csv');
  const asked = { territories: 4, balance: { revenue: 0.2 } };
  const { layoutId } = await ask<{ layoutId: string }>('POST', `/v1/plans/${planId}/layouts`, asked);
  const path = `/v1/plans/${planId}/publications`;
  const { publicationId } = await ask<{ publicationId: string }>('POST', path, { layoutId });
  await ask('POST', `/v1/publications/${publicationId}/publish`, {});
  const settings = { rhythm: 'monthly', firstDay: '2026-01-01' };
  await ask('PUT', `/v1/plans/${planId}/review-settings`, settings);
  // Of other events than those of reviews nobody is told: what is recorded stays where it is.
  await ask('POST', '/v1/webhooks', { url: 'https://hooks.example.com', events: ['job.finished'] });

  const columns = async (table: string, ...without: string[]) => {
    const { results } = await db.prepare(`SELECT name FROM pragma_table_info('${table}')`).all<{ name: string }>();
    return results.map(({ name }) => name).filter((name) => !without.includes(name));
  };
  const copies = `WITH RECURSIVE copies (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < ${plans - 1})`;
  const first = await db
    .prepare('SELECT plan_number AS plan, set_number AS "set" FROM plans')
    .first<Record<string, number>>();
  const plan = first?.plan ?? 0;
  const copy = async (table: string, changed: Readonly<Record<string, string>>, from = 'plan_number', of = plan) => {
    const names = (await columns(table)).filter((name) => changed[name] !== '');
    await db
      .prepare(
        `INSERT INTO ${table} (${names.join(', ')}) ${copies}
         SELECT ${names.map((name) => changed[name] ?? name).join(', ')} FROM copies CROSS JOIN ${table} WHERE ${from} = ?`,
      )
      .bind(of)
      .run();
  };
  const set = first?.set ?? 0;
  const own = { plan_number: 'plan_number + n' };
  await copy('plans', { ...own, plan_id: "plan_id || '-' || n", set_number: 'set_number + n' });
  await copy('account_sets', { ...own, set_number: 'set_number + n' });
  await copy('accounts', { set_number: 'set_number + n' }, 'set_number', set);
  await copy('plan_log', own);
  await copy('review_settings', own);
  await db.batch([
    db.prepare(
      `UPDATE accounts SET metric_1 = metric_1 * 1.4 WHERE set_number % ${DRIFTED_EVERY} = 0 AND lng < (SELECT avg(lng) FROM accounts)`,
    ),
    db.prepare(
      "UPDATE review_settings SET due_ms = unixepoch('now') * 1000 - 60000, wake_ms = unixepoch('now') * 1000 - 60000, next_ms = 1",
    ),
  ]);
}

try {
  await fill();
  checks.holds(
    'plans that are due',
    (await count('review_settings WHERE due_ms < unixepoch() * 1000')) === plans,
    plans,
  );
  await ask('GET', '/metered');
  const startMs = Date.now();
  let ticks = 0;
  const asked = new Map<string, number[]>();
  while (Date.now() - startMs < PATIENCE_MS) {
    try {
      if ((await count('review_settings WHERE due_ms < unixepoch() * 1000')) === 0) break;
      // What a tick has started comes to its end before the next one: on the platform there is a quarter of an hour between.
      if ((await count('review_settings WHERE tries > 0')) === 0) {
        ticks++;
        await ask('POST', '/cron');
      }
    } catch (error) {
      // One process does what many machines do elsewhere: it may be too busy to answer.
      console.log(`no answer: ${error}`);
    }
    await wait(5_000);
  }
  for (const { of: name, queries } of await ask<{ of: string; queries: number }[]>('GET', '/metered')) {
    asked.set(name, [...(asked.get(name) ?? []), queries]);
  }
  const seconds = ((Date.now() - startMs) / 1000).toFixed(0);
  for (const [name, what, least] of [
    ['cron', 'a tick of the cron', ticks],
    ['review', 'a review', plans],
  ] as const) {
    const queries = asked.get(name) ?? [];
    const [most, mean] = [Math.max(...queries), queries.reduce((sum, one) => sum + one, 0) / queries.length];
    const figure = `at most ${most} queries and calls, ${mean.toFixed(1)} on average, of ${queries.length}`;
    checks.holds(`${what} is within the platform's limits`, queries.length >= least && most <= MOST_QUERIES, figure);
  }
  checks.holds(
    'each plan has its review',
    (await count('(SELECT DISTINCT plan_number FROM reviews)')) === plans,
    `${ticks} ticks, ${seconds} s`,
  );
  checks.holds('and one alone', (await count('reviews')) === plans);
  const outcomes = await db
    .prepare("SELECT summary ->> 'outcome' AS outcome, count(*) AS n FROM reviews GROUP BY 1")
    .all<{ outcome: string; n: number }>();
  const found = new Map(outcomes.results.map(({ outcome, n }) => [outcome, n]));
  checks.holds('none failed', !found.has('failed'), JSON.stringify(Object.fromEntries(found)));
  checks.holds('some have drifted', (found.get('repair') ?? 0) > 0);
  checks.holds('each was told once', (await count("events WHERE type = 'review.due'")) === plans);
  checks.holds(
    'and to nobody twice',
    (await count('(SELECT fact FROM events GROUP BY fact HAVING count(*) > 1)')) === 0,
  );
  checks.holds('steps have left nothing', (await count("review_parts WHERE name <> 'body'")) === 0);
} finally {
  await stop();
  rmSync(bundle, { recursive: true, force: true });
}
process.exitCode = checks.end() === 0 ? 0 : 1;
