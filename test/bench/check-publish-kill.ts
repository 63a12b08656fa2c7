/**
 * `npm run check:publish-kill -- --kills 50`: the Worker under `wrangler dev`, killed with SIGKILL while layouts are published, scheduled and withdrawn one after
 * another. After each restart exactly one is in force, the one that the log says; the chain of the log is whole, worked out here from what the API answers; whatever
 * was acknowledged is in it once, and nothing twice, also after what was broken off is sent again with its key. `--seed` gives other moments.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ensureDevSecret } from '../../src/local/dev-secret.ts';
import { openLocalKey } from '../../src/local/local-key.ts';
import { LocalServer, migrateLocally } from '../../src/local/wrangler.ts';
import { freePort, ROOT } from '../browser/served.ts';
import { scatterAccounts, seededRandom, toCsv } from '../fixtures/scatter-accounts.ts';
import { Checklist } from './checklist.ts';
import { findFaults, type LoggedEntry, replayInForce, type SentDecision, sendDecision } from './kill/publishing.ts';
import { createPlan } from './scale/create-plan.ts';

/** A key is held for half a minute after the crash of its request. */
const LEASE_MS = 31_000;
const KILL_AFTER_MS = { least: 5, most: 700 };
const DAY_MS = 86_400_000;

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '50' }, seed: { type: 'string', default: '1' } },
});
const kills = Number(values.kills);
const random = seededRandom(Number(values.seed));
const checks = new Checklist();
const state = mkdtempSync(join(tmpdir(), 'hexalign-publish-kill-'));
const secret = ensureDevSecret(ROOT);
const sent: SentDecision[] = [];
const faults: string[] = [];
/** What the kills broke off, by kind, and how much of it was on record nevertheless. */
const brokenOff = { draft: 0, publish: 0, schedule: 0, withdraw: 0 };
let recordedUnanswered = 0;
let entriesSeen = 0;

async function start() {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = LocalServer.start(ROOT, state, port);
  await server.ready(origin);
  return { server, origin, key: await openLocalKey(state, origin, secret) };
}

type Started = Awaited<ReturnType<typeof start>>;

async function ask<T>({ origin, key }: Started, path: string, init: RequestInit = {}): Promise<T> {
  const headers: Record<string, string> = {
    authorization: `Bearer ${key}`,
    ...(init.headers as Record<string, string>),
  };
  const answer = await fetch(origin + path, { ...init, headers });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  return (headers.accept === undefined ? JSON.parse(text) : text) as T;
}

async function prepare(started: Started): Promise<{ planId: string; layoutIds: string[] }> {
  const planId = await createPlan(started);
  const csv = toCsv(scatterAccounts({ count: 60, seed: 1, west: 2, south: 46, widthDeg: 2, heightDeg: 2 }));
  const put = { method: 'PUT', headers: { 'content-type': 'text/csv' }, body: csv };
  await ask(started, `/v1/plans/${planId}/accounts`, put);
  const layoutIds = [];
  for (const seed of [1, 2, 3]) {
    const body = JSON.stringify({ territories: 2, effort: 'fast', seed });
    const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    layoutIds.push((await ask<{ layoutId: string }>(started, `/v1/plans/${planId}/layouts`, post)).layoutId);
  }
  return { planId, layoutIds };
}

class RefusedDecision extends Error {}

/** Sends one decision and keeps what came of it. */
async function decide({ origin, key }: Started, decision: SentDecision): Promise<SentDecision> {
  sent.push(decision);
  const answer = await sendDecision(origin, key, decision);
  const text = await answer.text();
  if (!answer.ok) throw new RefusedDecision(`${decision.idempotencyKey}: ${answer.status} ${text}`);
  decision.publicationId ??= (JSON.parse(text) as { publicationId: string }).publicationId;
  decision.acknowledged = true;
  return decision;
}

/** Publishes, schedules and withdraws until the server is killed under it. */
async function publishUntilKilled(started: Started, number: number, plan: Awaited<ReturnType<typeof prepare>>) {
  // The first request of a Worker takes long: kills are to fall into what comes after.
  await ask(started, `/v1/plans/${plan.planId}/publications`);
  const afterMs = KILL_AFTER_MS.least + random() * (KILL_AFTER_MS.most - KILL_AFTER_MS.least);
  let isKilled = false;
  const killed = wait(afterMs).then(() => {
    isKilled = true;
    return started.server.kill();
  });
  const act = (kind: SentDecision['kind'], at: number, publicationId: string, body: object) =>
    decide(started, {
      ...{ kind, path: `/v1/publications/${publicationId}/${kind === 'withdraw' ? 'withdraw' : 'publish'}` },
      ...{ body: { ...body }, idempotencyKey: `${kind}-${number}-${at}`, publicationId, acknowledged: false },
    });
  try {
    for (let at = 0; ; at++) {
      const { publicationId } = await decide(started, {
        ...{ kind: 'draft', path: `/v1/plans/${plan.planId}/publications`, publicationId: null, acknowledged: false },
        body: { layoutId: plan.layoutIds[at % plan.layoutIds.length], note: `${number}-${at}` },
        idempotencyKey: `draft-${number}-${at}`,
      });
      if (publicationId === null) throw new RefusedDecision('a draft without an id');
      if (at % 4 === 3) {
        const effectiveFrom = new Date(Date.UTC(2090, 0, 1) + sent.length * DAY_MS).toISOString();
        await act('schedule', at, publicationId, { effectiveFrom });
      } else await act('publish', at, publicationId, {});
      // The second in a row has one before it that comes back.
      if (at % 4 === 1) await act('withdraw', at, publicationId, { reason: 'a mistake' });
    }
  } catch (error) {
    if (error instanceof RefusedDecision || !isKilled) throw error;
    const broken = sent.at(-1);
    if (broken !== undefined) brokenOff[broken.kind]++;
    console.log(`kill ${number}: ${Math.round(afterMs)} ms after its start, in a ${broken?.kind}`);
    await killed;
  }
}

function digestOf({ seq, recordedMs, keyId, event, previous }: LoggedEntry): string {
  return createHash('sha256')
    .update(JSON.stringify([seq, recordedMs, keyId, event, previous]))
    .digest('hex');
}

/** Everything that must hold at any time. */
async function inspect(started: Started, planId: string, when: string): Promise<LoggedEntry[]> {
  const text = await ask<string>(started, `/v1/plans/${planId}/audit`, { headers: { accept: 'application/x-ndjson' } });
  const entries = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LoggedEntry);
  entriesSeen += entries.length;
  const blame = (what: string) => faults.push(`${when}: ${what}`);
  let previous = '0'.repeat(64);
  for (const [at, entry] of entries.entries()) {
    if (entry.seq !== at + 1 || entry.previous !== previous || entry.digest !== digestOf(entry))
      blame(`entry ${at + 1} does not follow`);
    previous = entry.digest;
  }
  const verdict = await ask<{ intact: boolean; entries: number; head: string | null }>(
    started,
    `/v1/plans/${planId}/audit/verify`,
  );
  if (!verdict.intact || verdict.entries !== entries.length || verdict.head !== (entries.at(-1)?.digest ?? null))
    blame(`the verdict is ${JSON.stringify(verdict)}`);
  for (const fault of findFaults(entries, sent)) blame(fault);
  const { items } = await ask<{ items: { publicationId: string; layoutId: string }[] }>(
    started,
    `/v1/plans/${planId}/publications?state=in-force&limit=1000`,
  );
  const expected = replayInForce(entries, Date.now());
  const inForce = items.map(({ publicationId }) => publicationId);
  if (JSON.stringify(inForce) !== JSON.stringify(expected === null ? [] : [expected]))
    blame(`${inForce.length} in force (${inForce}), ${expected} expected`);
  const everPublished = entries.some(
    ({ event }) => event.kind === 'publication-published' && Number(event.fromMs) <= Date.now(),
  );
  if (everPublished && inForce.length !== 1) blame(`${inForce.length} in force`);
  return entries;
}

/** What was sent last, when the server was killed: is it on record although nobody was told? */
function noteUnanswered(entries: readonly LoggedEntry[]): void {
  const last = sent.at(-1);
  if (
    last !== undefined &&
    !last.acknowledged &&
    findFaults(entries, [{ ...last, acknowledged: true }]).every((fault) => !fault.startsWith(last.idempotencyKey))
  )
    recordedUnanswered++;
}

/** Sends what was broken off again, with the same key. Done already, an action is refused for the state that it has led to. */
async function complete(started: Started): Promise<number> {
  let completed = 0;
  for (const one of sent.filter(({ acknowledged }) => !acknowledged)) {
    const answer = await sendDecision(started.origin, started.key, one);
    const text = await answer.text();
    if (!answer.ok && answer.status !== 409)
      faults.push(`${one.idempotencyKey}: sent again it is ${answer.status} ${text}`);
    if (answer.ok) one.publicationId ??= (JSON.parse(text) as { publicationId: string }).publicationId;
    one.acknowledged = answer.ok;
    completed++;
  }
  return completed;
}

let started: Started | null = null;
try {
  migrateLocally(ROOT, state);
  started = await start();
  const plan = await prepare(started);
  for (let number = 1; number <= kills; number++) {
    await publishUntilKilled(started, number, plan);
    started = await start();
    noteUnanswered(await inspect(started, plan.planId, `after kill ${number}`));
  }
  await wait(LEASE_MS);
  const completed = await complete(started);
  const entries = await inspect(started, plan.planId, 'at the end');
  const counts = Object.entries(brokenOff).map(([kind, count]) => `${count} ${kind}`);
  checks.holds(`${kills} kills, each in the middle of a decision`, completed === kills, counts.join(', '));
  checks.holds(
    'exactly one in force, the chain whole, nothing acknowledged lost, nothing doubled',
    faults.length === 0,
    `${entries.length} entries of ${sent.length} decisions, ${entriesSeen} looked at in ${kills + 1} looks`,
  );
  console.log(
    `       ${recordedUnanswered} of the decisions that were broken off were on record, though their answer was lost`,
  );
  for (const fault of faults.slice(0, 20)) console.log(`       ${fault}`);
} finally {
  await started?.server.kill();
  rmSync(state, { recursive: true, force: true });
}
process.exitCode = checks.end() === 0 ? 0 : 1;
