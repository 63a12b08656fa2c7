import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { latLngToCell } from 'h3-js';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { answerFromMemory } from '../../src/http/answer-from-memory.ts';
import { createApp } from '../../src/http/app.ts';
import { wireOnce } from '../../src/http/wire-once.ts';
import { PROBLEM_PAGES } from '../../src/problem-pages.ts';
import { wirePorts } from '../../src/wiring.ts';
import { openWorkspace } from '../open-workspace.ts';
import { accounts, type OwnedPlan, openOwnedPlan } from '../owned-plan.ts';
import { publish } from '../put-in-force.ts';

const wire = wireOnce(wirePorts);
const app = createApp({ wire, problemPages: PROBLEM_PAGES });
const workspace = await openWorkspace();
let plan: OwnedPlan;
beforeAll(async () => {
  plan = await openOwnedPlan(workspace);
  await publish(plan, { layoutId: plan.four, reps: { t1: 'r1', t2: 'r2' } });
});

afterEach(() => void vi.restoreAllMocks());

interface Given {
  readonly query?: string;
  readonly key?: string;
  readonly headers?: Record<string, string>;
  readonly method?: string;
  readonly bindings?: Record<string, unknown>;
}

const { lat, lng } = accounts[0] ?? { lat: 0, lng: 0 };
const POINT = `lat=${lat}&lng=${lng}`;

function requestOf({ query = POINT, key = workspace.key, headers = {}, method = 'GET' }: Given): Request {
  const url = `http://hexalign.test/v1/plans/${plan.planId}/owner?${query}`;
  return new Request(url, { method, headers: { authorization: `Bearer ${key}`, ...headers } });
}

/** What is answered from memory, soon after the application has read it: on a slow machine that may be too long ago. */
async function askWarm(given: Given = {}, bindings: typeof env = env): Promise<Response> {
  for (let attempt = 0; attempt < 20; attempt++) {
    await askApp(given, bindings);
    const answer = askMemory(given, bindings);
    if (answer !== null) return answer;
  }
  throw new Error('it is never in memory');
}

/** What the application answers; it leaves in memory what it read. */
async function askApp(given: Given = {}, bindings: typeof env = env): Promise<Response> {
  const context = createExecutionContext();
  const answer = await app.fetch(requestOf(given), bindings, context);
  await waitOnExecutionContext(context);
  return answer;
}

const askMemory = (given: Given = {}, bindings: typeof env = env) =>
  answerFromMemory(requestOf(given), wire(bindings), createExecutionContext());

/** An answer without what is another's each time. */
async function comparable(answer: Response) {
  const headers = Object.fromEntries(answer.headers);
  const { at, asKnownAt, ...body } = (await answer.json()) as Record<string, unknown>;
  const changing = ['x-request-id', 'ratelimit'];
  return {
    status: answer.status,
    names: Object.keys(headers).sort(),
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !changing.includes(name))),
    moments: [at, asKnownAt].map(
      (moment) => typeof moment === 'string' && Math.abs(Date.parse(moment) - Date.now()) < 5_000,
    ),
    body,
  };
}

test.each<[string, (account: (typeof accounts)[number]) => string]>([
  ['a point', (account) => `lat=${account.lat}&lng=${account.lng}`],
  ['an account', ({ id }) => `account=${id}`],
  ['a cell', (account) => `cell=${latLngToCell(account.lat, account.lng, 9)}`],
])('%s from memory is answered as the application does, header by header', async (_, queryOf) => {
  for (const account of accounts.slice(0, 40)) {
    const query = queryOf(account);
    const told = await comparable(await askApp({ query }));
    expect(told).toMatchObject({ status: 200, moments: [true, true] });
    expect(await comparable(await askWarm({ query }))).toEqual(told);
  }
});

test('each is counted', async () => {
  // One comes back in a second.
  const slow = { ...env, RATE_LIMIT_SCALE: '0.1' };
  const left = (answer: Response | null) => Number(/r=(\d+)/.exec(answer?.headers.get('ratelimit') ?? '')?.[1]);
  const before = left(await askWarm({}, slow));
  expect(left(askMemory({}, slow))).toBe(before - 1);
});

test('all of a second are one line of the log', async () => {
  const log = vi.spyOn(console, 'log');
  const lines = () => log.mock.calls.map(([line]) => JSON.parse(line)).filter(({ from }) => from === 'memory');
  // What others asked is told first.
  await scheduler.wait(1_100);
  log.mockClear();
  await askWarm();
  for (let more = 0; more < 9; more++) askMemory();
  await expect.poll(lines, { timeout: 5_000 }).toHaveLength(1);
  expect(lines()[0]).toMatchObject({ route: '/v1/plans/:planId/owner', status: 200, requests: 10 });
  expect(lines()[0]).toHaveProperty('workspaceId', workspace.workspaceId);
});

test('the application answers where nothing is in memory yet', () => {
  expect(askMemory({}, { ...env })).toBeNull();
});

test('the application answers after a write to the workspace', async () => {
  await askWarm();
  wire(env).noteWrite(workspace.workspaceId);
  expect(askMemory()).toBeNull();
});

test('the application answers above the limit', async () => {
  const tight = { ...env, RATE_LIMIT_SCALE: '0.05' };
  await askWarm({}, tight);
  const statuses = Array.from({ length: 40 }, () => askMemory({}, tight)?.status ?? null);
  expect([statuses[0], statuses.at(-1)]).toEqual([200, null]);
});

test.each<[string, Given]>([
  ['another key', { key: `hxk_${'0'.repeat(36)}` }],
  ['no key', { key: '' }],
  ['a method that changes', { method: 'POST' }],
  ['what is so now', { headers: { 'cache-control': 'no-cache' } }],
  ['a version that the client holds', { headers: { 'if-none-match': '*' } }],
  ['an id of the client', { headers: { 'x-request-id': 'mine' } }],
  ['another type', { headers: { accept: 'text/html' } }],
  ['a point that is none', { query: 'lat=91&lng=1' }],
  ['a point that is none', { query: 'lat=1&lng=181' }],
  ['a place that nobody owns', { query: 'lat=-60&lng=1' }],
  ['an unknown parameter', { query: `${POINT}&more=1` }],
  ['a parameter twice', { query: `${POINT}&lng=1` }],
  ['another moment', { query: `${POINT}&at=2030-01-01` }],
  ['a cell that is none', { query: 'cell=842a107fffffff0' }],
  ['a cell that nobody owns', { query: 'cell=84f2a97ffffffff' }],
  ['an account that there is not', { query: 'account=nobody' }],
  ['an id with escapes', { query: 'account=a%201' }],
  ['a thing and another', { query: `account=a1&${POINT}` }],
])('the application answers for %s', async (_, given) => {
  await askWarm();
  expect(askMemory(given)).toBeNull();
});

test('the application answers a key without the scope, and a workspace that lists origins', async () => {
  const asJson = { 'content-type': 'application/json' };
  const made = await workspace.fetch('/v1/keys', {
    method: 'POST',
    headers: asJson,
    body: JSON.stringify({ name: 'other', scopes: ['keys:write'] }),
  });
  const { key } = (await made.json()) as { key: string };
  expect((await askApp({ key })).status).toBe(403);
  expect(askMemory({ key })).toBeNull();
  const listed = await workspace.fetch('/v1/workspace', {
    method: 'PATCH',
    headers: { ...asJson, 'if-match': '*' },
    body: JSON.stringify({ corsOrigins: ['https://crm.example'] }),
  });
  expect(listed.status).toBe(200);
  wire(env).noteWrite(workspace.workspaceId);
  expect((await askApp()).headers.get('access-control-allow-origin')).toBeNull();
  expect(askMemory()).toBeNull();
});
