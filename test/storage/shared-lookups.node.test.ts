/** In the runtime itself: vitest's has promises across requests switched off, without which each request asks alone. */
import { rmSync } from 'node:fs';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAX_AGE_MS } from '../../src/application/as-of.ts';
import { decide } from '../../src/application/decide.ts';
import type { Ports } from '../../src/application/ports.ts';
import type { LayoutId } from '../../src/domain/layout.ts';
import { randomBase62 } from '../../src/domain/random-base62.ts';
import { governanceStoreD1 } from '../../src/storage/governance-store.ts';
import { planLogD1 } from '../../src/storage/plan-log.d1.ts';
import { createPlan } from '../bench/scale/create-plan.ts';
import { madeCsv } from '../bench/scale/made-accounts.ts';
import { bundleWorker, type ServedBundle, serveBundle } from '../bench/scale/served-bundle.ts';

const ACCOUNTS = 300;
/** Of 600 requests a minute: enough for all, and little comes back while some hundred are sent. */
const SCALE = 20;
let bundle: string;
let served: ServedBundle;
let workspaceId: string;
let planId: string;
const layouts: string[] = [];

interface Looked {
  readonly status: number;
  readonly left: number;
  readonly body: { readonly account?: string; readonly publicationId?: string };
}

async function send<T>(method: string, path: string, type: string, body: BodyInit): Promise<T> {
  const headers = { authorization: `Bearer ${served.key}`, 'content-type': type };
  const answer = await fetch(`${served.origin}${path}`, { method, headers, body });
  const text = await answer.text();
  expect([path, answer.status < 300, text]).toEqual([path, true, text]);
  return JSON.parse(text) as T;
}

const sendJson = <T>(path: string, body: unknown) => send<T>('POST', path, 'application/json', JSON.stringify(body));

/** Puts a layout in force as another instance of the Worker does: nothing of it passes through the isolate that answers. */
async function publish(layoutId: string | undefined): Promise<string> {
  const publicationId = `pub_${randomBase62(22)}`;
  const ports = { governance: governanceStoreD1(served.db), planLog: planLogD1(served.db) } as Ports;
  const decider = { workspaceId, planId, keyId: 'key_other' };
  const content = { line: null, layoutId: layoutId as LayoutId, assignmentId: null, reps: {}, note: '' };
  await decide(ports, decider, (_, nowMs) => [
    { kind: 'publication-drafted', publicationId, ...content },
    {
      ...{ kind: 'publication-published', publicationId, fromMs: nowMs },
      ...{ fromLayoutId: null, toLayoutId: content.layoutId },
    },
  ]);
  return publicationId;
}

async function lookup(at: number, more: Record<string, string> = {}): Promise<Looked> {
  const path = `/v1/plans/${planId}/owner?account=acc-${at % ACCOUNTS}`;
  const headers = { authorization: `Bearer ${served.key}`, ...more };
  const answer = await fetch(`${served.origin}${path}`, { headers });
  const left = Number(/r=(\d+)/.exec(answer.headers.get('ratelimit') ?? '')?.[1]);
  const text = await answer.text();
  return { status: answer.status, left, body: answer.ok ? JSON.parse(text) : { account: text } };
}

/** Sends a lookup and hangs up soon. */
function leave(at: number, afterMs: number): Promise<void> {
  return new Promise((resolve) => {
    const path = `/v1/plans/${planId}/owner?account=acc-${at % ACCOUNTS}`;
    const sent = request(`${served.origin}${path}`, {
      headers: { authorization: `Bearer ${served.key}` },
      agent: false,
    });
    sent
      .on('error', () => resolve())
      .on('response', (answer) =>
        answer
          .resume()
          .on('end', resolve)
          .on('error', () => resolve()),
      );
    sent.end();
    setTimeout(() => sent.destroy(), afterMs);
  });
}

beforeAll(async () => {
  bundle = bundleWorker();
  served = await serveBundle(bundle, SCALE);
  const own = await fetch(`${served.origin}/v1/workspace`, { headers: { authorization: `Bearer ${served.key}` } });
  ({ workspaceId } = (await own.json()) as { workspaceId: string });
  planId = await createPlan(served);
  await send('PUT', `/v1/plans/${planId}/accounts`, 'text/csv', madeCsv(0, ACCOUNTS));
  for (const territories of [4, 2]) {
    const asked = { territories, effort: 'fast' };
    layouts.push((await sendJson<{ layoutId: string }>(`/v1/plans/${planId}/layouts`, asked)).layoutId);
  }
  await publish(layouts[0]);
}, 180_000);

afterAll(async () => {
  await served?.stop();
  rmSync(bundle, { recursive: true, force: true });
});

test('requests that come at once are each answered with their own, and each counted', async () => {
  const before = await lookup(0);
  const startMs = performance.now();
  for (let round = 0; round < 5; round++) {
    const answers = await Promise.all(Array.from({ length: 60 }, (_, at) => lookup(at)));
    expect(answers.map(({ status, body }) => [status, body.account])).toEqual(
      Array.from({ length: 60 }, (_, at) => [200, `acc-${at}`]),
    );
  }
  const after = await lookup(0);
  const came = ((performance.now() - startMs) / 1000) * SCALE * (600 / 60);
  expect(before.left - after.left).toBeGreaterThan(300 - came);
  expect(before.left - after.left).toBeLessThanOrEqual(301);
}, 60_000);

test('clients that go away take nobody along', async () => {
  for (let round = 0; round < 8; round++) {
    const leaving = Array.from({ length: 20 }, (_, at) => leave(at, round * 2));
    const answers = await Promise.all(Array.from({ length: 30 }, (_, at) => lookup(at)));
    expect(answers.map(({ status, body }) => [status, body.account])).toEqual(
      Array.from({ length: 30 }, (_, at) => [200, `acc-${at}`]),
    );
    await Promise.all(leaving);
  }
}, 120_000);

test('a switch elsewhere is at once in every answer that asks for what is so now, and soon in all; a key revoked here opens nothing', async () => {
  let isOver = false;
  const load = Array.from({ length: 16 }, async (_, of) => {
    for (let at = of; !isOver; at++) expect((await lookup(at)).status).toBe(200);
  });
  for (let round = 0; round < 10; round++) {
    const publicationId = await publish(layouts[round % 2]);
    const now = await Promise.all(Array.from({ length: 8 }, (_, at) => lookup(at, { 'cache-control': 'no-cache' })));
    for (const { body } of now) expect(body.publicationId).toBe(publicationId);
  }
  for (let round = 0; round < 5; round++) {
    const publicationId = await publish(layouts[round % 2]);
    await new Promise((resolve) => setTimeout(resolve, MAX_AGE_MS + 10));
    const later = await Promise.all(Array.from({ length: 8 }, (_, at) => lookup(at)));
    for (const { body } of later) expect(body.publicationId).toBe(publicationId);
  }
  const made = await sendJson<{ key: string; keyId: string }>('/v1/keys', { name: 'spare', scopes: ['plans:read'] });
  const open = () => fetch(`${served.origin}/v1/plans`, { headers: { authorization: `Bearer ${made.key}` } });
  expect((await open()).status).toBe(200);
  const own = { authorization: `Bearer ${served.key}`, 'if-match': '*' };
  await fetch(`${served.origin}/v1/keys/${made.keyId}`, { method: 'DELETE', headers: own });
  expect((await Promise.all(Array.from({ length: 8 }, open))).map(({ status }) => status)).toEqual(Array(8).fill(401));
  isOver = true;
  await Promise.all(load);
}, 120_000);
