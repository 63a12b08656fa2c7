/**
 * `npm run fuzz -- --count 50000 --seed 1`: requests made from the OpenAPI document (valid, nearly valid, hostile) against the Worker on this
 * machine. Fails when an answer is a 5xx or is not as the document says: status, type, headers, body.
 */
import { Agent, request } from 'node:http';
import { parseArgs } from 'node:util';
import openapi from '../../openapi/openapi.json' with { type: 'json' };
import { ensureDevSecret } from '../../src/local/dev-secret.ts';
import { ROOT, type Served, serve } from '../browser/served.ts';
import { csvBody, dataOf, layoutOf } from '../browser/typed-client.ts';
import { type Answer, answerErrors } from '../contract/answer-errors.ts';
import { type DescribedOperation, operationsOf, schemasOf } from '../contract/document-reader.ts';
import { scatterAccounts, toCsv } from '../fixtures/scatter-accounts.ts';
import { Dice } from './dice.ts';
import { IdPool } from './id-pool.ts';
import { ENDS_WORKSPACE, type FuzzRequest, type Material, makeRequest } from './make-request.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '60' },
  },
});
const [count, seed, minutes] = [Number(values.count), Number(values.seed), Number(values.minutes)];
const CONCURRENCY = 8;
/** Longer than any solve of what is made here. */
const PATIENCE_MS = 60_000;
/** Failures told in full. */
const MOST_TOLD = 40;

const operations = operationsOf(openapi);
/** What runs the optimizer takes a hundred times as long as the rest: it gets a share of the requests that is as much smaller. */
const weighted = operations.flatMap((one) => Array(isSolve(one) ? 1 : 6).fill(one) as DescribedOperation[]);
const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });

function isSolve({ responses }: DescribedOperation): boolean {
  return responses['507'] !== undefined && responses['422'] !== undefined;
}

function send(origin: string, { method, path, headers, body }: FuzzRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body === null ? {} : { 'content-length': String(body.length) };
    const sent = request(
      `${origin}/`,
      { agent, method, path, headers: { ...headers, ...length }, timeout: PATIENCE_MS },
      (got) => {
        const pieces: Buffer[] = [];
        got.on('data', (piece: Buffer) => pieces.push(piece));
        got.on('error', reject);
        got.on('end', () => {
          const entries = Object.entries(got.headers).map(([name, value]) => [name, String(value)] as [string, string]);
          resolve({ status: got.statusCode ?? 0, headers: new Headers(entries), bytes: Buffer.concat(pieces) });
        });
      },
    );
    sent.on('error', reject);
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${PATIENCE_MS} ms`)));
    sent.end(body ?? undefined);
  });
}

/** A plan with accounts, a rep and a layout, so that most requests have something to be about. */
async function prepare({ client, key, origin }: Served): Promise<Material> {
  const pool = new IdPool();
  const own = dataOf(await client.GET('/v1/keys')).items.map(({ keyId }) => keyId);
  for (const keyId of own) pool.forbid(keyId);
  const { planId } = dataOf(await client.POST('/v1/plans', { body: { name: 'Fuzz' } }));
  const params = { path: { planId } };
  const csv = toCsv(scatterAccounts({ count: 120, seed: 7, west: -74.6, south: 40.2, widthDeg: 1.2, heightDeg: 1 }));
  dataOf(await client.PUT('/v1/plans/{planId}/accounts', { params, ...csvBody(csv) }));
  const solve = { territories: 3, effort: 'fast' } as const;
  const { layoutId } = layoutOf(dataOf(await client.POST('/v1/plans/{planId}/layouts', { params, body: solve })));
  dataOf(await client.PUT('/v1/plans/{planId}/reps', { params, body: [{ id: 'rep-7' }] }));
  const known = { planId, layoutId, accountId: 'a0', repId: 'rep-7', territoryId: 't1' };
  for (const [name, id] of Object.entries(known)) pool.add(name, id);
  const secret = ensureDevSecret(ROOT);
  return { schemas: schemasOf(openapi), pool, key, spareKey: await makeWorkspace(origin, secret), secret };
}

/** Makes a workspace and answers its key. */
async function makeWorkspace(origin: string, secret: string): Promise<string> {
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  const answer = await fetch(`${origin}/v1/workspaces`, { method: 'POST', headers, body: '{"name":"Spare"}' });
  return ((await answer.json()) as { key: string }).key;
}

/** What lists of an operation hold, by the name that paths give their ids. */
function listName({ path }: DescribedOperation): string | null {
  if (path.endsWith('/accounts')) return 'accountId';
  return path.endsWith('/reps') ? 'repId' : null;
}

const failures = new Map<string, { times: number; told: string }>();
const statuses = new Map<string, number>();
const manners = new Map<string, number>();

function note(error: string, at: number, made: FuzzRequest, answer: Answer | null): void {
  const before = failures.get(error);
  if (before !== undefined) {
    before.times++;
    return;
  }
  const body = made.body === null ? '' : Buffer.from(made.body).toString('utf8').slice(0, 400);
  const text = answer === null ? '' : Buffer.from(answer.bytes).toString('utf8').slice(0, 400);
  const told = `request ${at} (${made.manner}): ${made.method} ${made.path.slice(0, 300)}\n  ${JSON.stringify({ ...made.headers, authorization: '...' })}\n  ${body}\n  -> ${answer?.status ?? ''} ${text}`;
  failures.set(error, { times: 1, told });
  if (failures.size <= MOST_TOLD) console.log(`\nFAILED ${error}\n  ${told}`);
}

async function probe(origin: string, material: Material, at: number): Promise<void> {
  const dice = new Dice(seed * 1_000_003 + at);
  const operation = dice.pick(weighted);
  const made = makeRequest(operation, material, dice);
  let answer: Answer | null = null;
  try {
    answer = await send(origin, made);
    statuses.set(String(answer.status), (statuses.get(String(answer.status)) ?? 0) + 1);
    manners.set(made.manner, (manners.get(made.manner) ?? 0) + 1);
    if (answer.status >= 500) note(`${operation.operationId}: ${answer.status}`, at, made, answer);
    // Positions in lists are of no account for what kind of failure it is.
    for (const error of answerErrors(operation, answer, material.schemas))
      note(error.replaceAll(/\/\d+/g, '/n'), at, made, answer);
    const isJson = answer.headers.get('content-type') === 'application/json' && answer.status < 300;
    const isEnded = operation.operationId === ENDS_WORKSPACE && answer.status === 204;
    if (isEnded) material.spareKey = await makeWorkspace(origin, material.secret);
    if (isJson && !operation.security[0]?.bootstrap)
      material.pool.learn(JSON.parse(new TextDecoder().decode(answer.bytes)), listName(operation));
  } catch (error) {
    note(`${operation.operationId}: ${error}`, at, made, answer);
  }
}

const served = await serve();
const startMs = performance.now();
let next = 0;
try {
  const material = await prepare(served);
  const work = async () => {
    while (next < count && performance.now() - startMs < minutes * 60_000) await probe(served.origin, material, next++);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  // Requests with a key that has ended prove nothing.
  dataOf(await served.client.GET('/v1/workspace'));
} finally {
  agent.destroy();
  await served.stop();
}
const seconds = (performance.now() - startMs) / 1000;
const list = (counts: Map<string, number>) =>
  [...counts]
    .sort()
    .map(([name, times]) => `${name}: ${times}`)
    .join(', ');
console.log(`\n${next} requests to ${operations.length} operations in ${seconds.toFixed(1)} s, seed ${seed}`);
console.log(`${list(manners)}\n${list(statuses)}`);
for (const [error, { times }] of failures) console.log(`${times} x ${error}`);
console.log(`${failures.size} kinds of failure`);
// Fewer than were asked for prove less than was asked.
process.exitCode = failures.size === 0 && next >= count ? 0 : 1;
