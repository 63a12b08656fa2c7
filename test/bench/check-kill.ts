/**
 * `npm run check:kill -- --kills 50`: the Worker under `wrangler dev`, killed with SIGKILL in the middle of uploads, again and again. After each restart
 * every acknowledged row is there as it was sent, none is half-written, what was to be all or nothing is so, and an upload that was broken off
 * completes when it is sent again with its key. `--seed` gives other moments.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ensureDevSecret } from '../../src/local/dev-secret.ts';
import { openLocalKey } from '../../src/local/local-key.ts';
import { LocalServer, migrateLocally } from '../../src/local/wrangler.ts';
import { freePort, ROOT } from '../browser/served.ts';
import { seededRandom } from '../fixtures/scatter-accounts.ts';
import { Checklist } from './checklist.ts';
import { countRows, findLoss, ROWS, type SentUpload, sendUpload } from './kill/sent-upload.ts';
import { createPlan } from './scale/create-plan.ts';

/** A key is held for half a minute after the crash of its request. */
const LEASE_MS = 31_000;
const KILL_AFTER_MS = { least: 100, most: 2_500 };
/** So many kills find an upload half-way, whatever the seed: half of the uploads count as they come. */
const ENOUGH_KILLS = 20;
const KINDS = ['merge', 'replace', 'merge', 'staged'] as const;

/** The uploads between a start and the kill after it. */
interface Round {
  readonly uploads: SentUpload[];
  readonly killedAtMs: number;
}

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '50' }, seed: { type: 'string', default: '1' } },
});
const kills = Number(values.kills);
const random = seededRandom(Number(values.seed));
const checks = new Checklist();
const state = mkdtempSync(join(tmpdir(), 'hexalign-kill-'));
const secret = ensureDevSecret(ROOT);
let compared = 0;
let losses = 0;
let replays = 0;
let late = 0;
/** What a broken-off upload had left behind, by how much of it. */
const leftBehind = { nothing: 0, part: 0, all: 0 };

async function start() {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = LocalServer.start(ROOT, state, port);
  await server.ready(origin);
  return { server, origin, key: await openLocalKey(state, origin, secret) };
}

type Started = Awaited<ReturnType<typeof start>>;

/** Sends uploads one after the other until the server is killed under one. */
async function uploadUntilKilled(started: Started, number: number): Promise<Round> {
  const [merged, replaced] = [await createPlan(started), await createPlan(started)];
  const uploads: SentUpload[] = [];
  const afterMs = KILL_AFTER_MS.least + random() * (KILL_AFTER_MS.most - KILL_AFTER_MS.least);
  let isKilled = false;
  const killed = wait(afterMs).then(() => {
    isKilled = true;
    return started.server.kill();
  });
  for (let at = 0; ; at++) {
    const kind = KINDS[at % KINDS.length] ?? 'merge';
    const upload: SentUpload = {
      planId: kind === 'replace' ? replaced : merged,
      kind,
      // One in four overwrites the accounts of the first.
      from: kind === 'replace' || at % KINDS.length === 2 ? 0 : at * ROWS,
      version: at,
      idempotencyKey: `kill-${number}-${at}`,
      acknowledged: false,
    };
    uploads.push(upload);
    const sentAtMs = Date.now();
    try {
      const answer = await sendUpload(started.origin, started.key, upload);
      expectAccepted(await answer.json());
      upload.acknowledged = true;
    } catch (error) {
      if (error instanceof RefusedUpload || !isKilled) throw error;
      console.log(`kill ${number}: ${Date.now() - sentAtMs} ms into upload ${at + 1} (${kind})`);
      await killed;
      return { uploads, killedAtMs: Date.now() };
    }
  }
}

class RefusedUpload extends Error {}

function expectAccepted(report: unknown): void {
  if ((report as { accepted?: number }).accepted !== ROWS)
    throw new RefusedUpload(JSON.stringify(report).slice(0, 500));
}

async function exportLines({ origin, key }: Started, planId: string): Promise<string[]> {
  const answer = await fetch(`${origin}/v1/plans/${planId}/accounts`, {
    headers: { authorization: `Bearer ${key}`, accept: 'application/x-ndjson' },
  });
  if (!answer.ok) throw new Error(`the export answers ${answer.status}: ${await answer.text()}`);
  return (await answer.text()).split('\n').filter((line) => line !== '');
}

/** Counts how much of the upload that the kill broke off is there. */
async function noteLeftBehind(started: Started, { uploads }: Round): Promise<void> {
  const broken = uploads.find((upload) => !upload.acknowledged);
  if (broken === undefined) throw new Error('a kill that broke off no upload');
  const rows = countRows(await exportLines(started, broken.planId), broken);
  leftBehind[rows === 0 ? 'nothing' : rows === ROWS ? 'all' : 'part']++;
}

async function checkPlans(started: Started, { uploads }: Round, when: string): Promise<void> {
  for (const planId of new Set(uploads.map((upload) => upload.planId))) {
    const lines = await exportLines(started, planId);
    const loss = findLoss(
      lines,
      uploads.filter((upload) => upload.planId === planId),
    );
    compared += lines.length;
    if (loss === null) continue;
    losses++;
    console.log(`${when}: ${loss}`);
  }
}

/** A repetition of what was acknowledged last is answered from the record. */
async function checkReplay({ origin, key }: Started, { uploads }: Round): Promise<void> {
  const last = uploads.findLast((upload) => upload.acknowledged);
  if (last === undefined) return;
  const answer = await sendUpload(origin, key, last);
  expectAccepted(await answer.json());
  if (answer.headers.get('idempotency-replayed') === 'true') replays++;
  else checks.holds('an acknowledged upload is replayed', false, last.idempotencyKey);
}

/** Sends what was broken off again, with the same key. */
async function complete(started: Started, round: Round): Promise<void> {
  await wait(Math.max(0, round.killedAtMs + LEASE_MS - Date.now()));
  for (const upload of round.uploads.filter((one) => !one.acknowledged)) {
    const answer = await sendUpload(started.origin, started.key, upload);
    expectAccepted(await answer.json());
    upload.acknowledged = true;
    if (answer.headers.get('idempotency-replayed') === 'true') late++;
  }
  await checkPlans(started, round, 'after the retry');
}

const rounds: Round[] = [];
let started: Started | null = null;
try {
  migrateLocally(ROOT, state);
  for (let number = 1; number <= kills; number++) {
    started = await start();
    const before = rounds.at(-1);
    if (before !== undefined) {
      await noteLeftBehind(started, before);
      await checkPlans(started, before, 'after the restart');
      await checkReplay(started, before);
    }
    const isDue = (round: Round) =>
      round.uploads.some((one) => !one.acknowledged) && Date.now() > round.killedAtMs + LEASE_MS;
    for (const round of rounds.filter(isDue)) await complete(started, round);
    const round = await uploadUntilKilled(started, number);
    rounds.push(round);
  }
  started = await start();
  const last = rounds.at(-1);
  if (last !== undefined) {
    await noteLeftBehind(started, last);
    await checkReplay(started, last);
  }
  for (const round of rounds) {
    await checkPlans(started, round, 'at the end');
    await complete(started, round);
  }
  const uploads = rounds.flatMap((round) => round.uploads);
  const { nothing, part, all } = leftBehind;
  checks.holds(
    `${kills} kills, each in the middle of an upload`,
    nothing + part + all === kills && (part > 0 || kills < ENOUGH_KILLS),
    `of the broken-off upload ${part} left a part of its rows behind, ${nothing} nothing, ${all} all`,
  );
  checks.holds('nothing is lost, doubled or half-written', losses === 0, `${compared} rows compared`);
  const isAll = uploads.every((upload) => upload.acknowledged);
  checks.holds('every upload is acknowledged at last', isAll, `${uploads.length} uploads of ${ROWS} rows`);
  console.log(
    `       ${replays} acknowledged before a kill were replayed after it, and ${late} whose answer the kill had swallowed`,
  );
} finally {
  await started?.server.kill();
  rmSync(state, { recursive: true, force: true });
}
process.exitCode = checks.end() === 0 ? 0 : 1;
