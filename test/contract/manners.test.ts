import { beforeAll, describe, expect, test } from 'vitest';
import { scatterAccounts, toCsv } from '../fixtures/scatter-accounts.ts';
import { openWorkspace } from '../open-workspace.ts';
import { addressOf, ask, fillWorkspace, OPERATIONS, type Operation } from './described-requests.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const csv = toCsv(scatterAccounts({ count: 60, seed: 6, west: 2, south: 46, widthDeg: 2, heightDeg: 2 }));
const workspace = await openWorkspace();
let ids: Record<string, string> = {};

beforeAll(async () => {
  ids = await fillWorkspace(workspace, csv);
});

/** Paths of the description and of what is served beside it, with their methods. */
const PATHS = new Map<string, { operation: Operation | null; methods: string[] }>([
  ['/openapi.json', { operation: null, methods: ['GET'] }],
  ['/problems/not-found', { operation: null, methods: ['GET'] }],
]);
for (const operation of OPERATIONS) {
  const known = PATHS.get(operation.path) ?? { operation, methods: [] };
  known.methods.push(operation.method);
  PATHS.set(operation.path, known);
}
/** Methods at a path, with those of wider ones that hold it, too: an account may have the id `delete`. */
function methodsAt(path: string): string[] {
  const holds = (wider: string) =>
    new RegExp(`^${wider.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path);
  return [...PATHS].filter(([wider]) => wider === path || holds(wider)).flatMap(([, { methods }]) => methods);
}

const ADDRESSES = [...PATHS].map(([path, { operation }]) => {
  const methods = new Set([...methodsAt(path), 'OPTIONS']);
  return { path, operation, allowed: [...methods, ...(methods.has('GET') ? ['HEAD'] : [])].sort() };
});

function operations(keep: (operation: Operation) => boolean): [string, Operation][] {
  return OPERATIONS.filter(keep).map((operation) => [operation.operationId, operation]);
}

function allowOf(response: Response): string[] {
  return (response.headers.get('allow') ?? '').split(', ').sort();
}

async function kindOf(response: Response): Promise<string> {
  return ((await response.json()) as { type: string }).type.replace('/problems/', '');
}

/** Sends with the key, or with the bootstrap secret where that opens the operation. */
function send(operation: Operation, given: RequestInit) {
  const path = addressOf(operation, ids);
  const headers = new Headers(given.headers);
  if (operation.responses['428']) headers.set('if-match', '*');
  const init = { ...given, headers };
  if (operation.security?.[0]?.bootstrap) return workspace.fetchAsOperator(path, init);
  return workspace.fetch(path, init);
}

test.each(ADDRESSES)(
  'OPTIONS of $path is 204 with its methods, without a key',
  async ({ path, operation, allowed }) => {
    const address = operation === null ? path : addressOf(operation, ids);
    const answer = await ask(address, { method: 'OPTIONS' });
    expect([answer.status, await answer.text(), allowOf(answer)]).toEqual([204, '', allowed]);
  },
);

test.each(ADDRESSES)('a method that $path does not have is 405 with those that it has', async (given) => {
  const address = given.operation === null ? given.path : addressOf(given.operation, ids);
  for (const method of METHODS.filter((one) => !given.allowed.includes(one))) {
    const answer = await workspace.fetch(address, { method });
    expect([method, answer.status, allowOf(answer)]).toEqual([method, 405, given.allowed]);
    if (method !== 'HEAD') expect(await kindOf(answer)).toBe('method-not-allowed');
  }
});

test.each(operations(({ method }) => method === 'GET'))(
  '%s answers HEAD as GET, without a body',
  async (_, operation) => {
    const [get, head] = [await send(operation, {}), await send(operation, { method: 'HEAD' })];
    await get.body?.cancel();
    expect([head.status, await head.text()]).toEqual([get.status, '']);
    for (const name of ['content-type', 'etag', 'link', 'cache-control', 'vary']) {
      expect(head.headers.get(name), name).toBe(get.headers.get(name));
    }
  },
);

test.each(operations(({ method }) => method === 'GET'))('%s is 304 for who has it already', async (_, operation) => {
  const first = await send(operation, {});
  await first.body?.cancel();
  const tag = first.headers.get('etag') ?? '';
  expect([first.status < 300, tag]).toEqual([true, expect.stringMatching(/^"[^"]+"$/)]);
  for (const held of [tag, `W/${tag}`, `"other", W/${tag}`, '*']) {
    const answer = await send(operation, { headers: { 'if-none-match': held } });
    expect([held, answer.status, await answer.text(), answer.headers.get('etag')]).toEqual([held, 304, '', tag]);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('x-request-id')).not.toBeNull();
  }
  const other = await send(operation, { headers: { 'if-none-match': '"other"' } });
  await other.body?.cancel();
  expect(other.status).toBe(first.status);
  expect(Object.keys(operation.responses)).toContain('304');
});

const ANSWERS_IN_TYPES = ({ responses, operationId }: Operation) =>
  // The address of a tile names its format.
  !['getTile', 'getDifferenceTile'].includes(operationId) &&
  Object.entries(responses).some(([status, { content }]) => status.startsWith('2') && content !== undefined);

test.each(operations(ANSWERS_IN_TYPES))('%s is 406 for who takes none of its types', async (_, operation) => {
  const answer = await send(operation, { method: operation.method, headers: { accept: 'application/xml' } });
  expect([answer.status, await kindOf(answer)]).toEqual([406, 'not-acceptable']);
  expect(Object.keys(operation.responses)).toContain('406');
});

describe.each(operations(({ hasBody }) => hasBody))('the body of %s', (_, operation) => {
  const { method, takes } = operation;
  test('of another type, or of none, is 415', async () => {
    for (const headers of [{ 'content-type': 'application/xml' }, undefined]) {
      const body = new TextEncoder().encode('<x/>');
      const answer = await send(operation, { method, body, ...(headers && { headers }) });
      expect([answer.status, await kindOf(answer)]).toEqual([415, 'unsupported-media-type']);
    }
    expect(Object.keys(operation.responses)).toContain('415');
  });

  test('in an unknown encoding is 415', async () => {
    const headers = { 'content-type': takes[0] ?? '', 'content-encoding': 'br' };
    const answer = await send(operation, { method, body: 'x', headers });
    expect([answer.status, await kindOf(answer)]).toEqual([415, 'unsupported-media-type']);
  });

  test('above its limit is 413, also where it is small until it is decompressed', async () => {
    const isUpload = takes.includes('text/csv');
    const piece = new Uint8Array(1_000_000).fill(32);
    const spaces = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let i = 0; i < (isUpload ? 101 : 2); i++) controller.enqueue(piece);
        controller.close();
      },
    });
    const body = await new Response(spaces.pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
    const type = takes.includes('application/json') ? 'application/json' : (takes[0] ?? '');
    const headers = { 'content-type': type, 'content-encoding': 'gzip' };
    const answer = await send(operation, { method, body, headers });
    expect([answer.status, await kindOf(answer)]).toEqual([413, 'payload-too-large']);
    expect(Object.keys(operation.responses)).toContain('413');
  });
});
