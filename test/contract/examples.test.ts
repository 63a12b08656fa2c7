import { beforeAll, describe, expect, test } from 'vitest';
import openapi from '../../openapi/openapi.json';
import openapi30 from '../../openapi/openapi-3.0.json';
import { scatterAccounts } from '../fixtures/scatter-accounts.ts';
import { openWorkspace } from '../open-workspace.ts';
import { answerErrors } from './answer-errors.ts';
import { fillWorkspace, idFor, withLayout } from './described-requests.ts';
import { bodyExamples, type DescribedOperation, operationsOf, parameterExample, schemasOf } from './document-reader.ts';
import { schemaErrors } from './schema-errors.ts';

const schemas = schemasOf(openapi);
const workspace = await openWorkspace();
/** What a path names: the fixture's, what answers have named since, or else the example of the parameter. */
let ids: Record<string, string> = {};

/** Accounts about New York, where the places of the examples are. */
const rows = scatterAccounts({ count: 80, seed: 7, west: -74.6, south: 40.2, widthDeg: 1.2, heightDeg: 1 });
const csv = `id,lat,lng,revenue\n${rows.map(({ id, lat, lng, revenue }) => `${id},${lat},${lng},${revenue}`).join('\n')}\n`;

beforeAll(async () => {
  const filled = await fillWorkspace(workspace, csv);
  const {
    planId = '',
    layoutId = '',
    otherLayoutId = '',
    editedLayoutId = '',
    keyId = '',
    webhookId = '',
    eventId = '',
  } = filled;
  const prepared = Object.entries(filled).filter(([name]) => name.includes('.'));
  const layouts = { layoutId, otherLayoutId, editedLayoutId };
  ids = {
    ...Object.fromEntries(prepared),
    planId,
    ...layouts,
    keyId,
    webhookId,
    eventId,
    jobId: await cancelledJob(planId),
  };
});

/** A job that can be cancelled, which is the case for one that has been. */
async function cancelledJob(planId: string): Promise<string> {
  const headers = { 'content-type': 'application/json', prefer: 'respond-async' };
  const body = JSON.stringify({ territories: 5, balance: { revenue: 0.001 }, effort: 'best' });
  const answer = await workspace.fetch(`/v1/plans/${planId}/layouts`, { method: 'POST', headers, body });
  const { jobId } = (await answer.json()) as { jobId: string };
  await workspace.fetch(`/v1/jobs/${jobId}/cancel`, { method: 'POST' });
  return jobId;
}

/** What makes things comes first, what destroys them last, parts before wholes. */
function byCourse(a: DescribedOperation, b: DescribedOperation): number {
  const rank = ({ method, path }: DescribedOperation) =>
    method === 'DELETE' || path.endsWith('/delete') ? 3 : ['POST', 'PUT', 'GET', 'PATCH'].indexOf(method) > 1 ? 2 : 1;
  return rank(a) - rank(b) || (rank(a) === 3 ? b.path.length - a.path.length : 0);
}

interface ExampleRequest {
  readonly accept: string | null;
  readonly type: string | null;
  readonly body: string | null;
}

/** A request for each example of each body, and for each type in which a success is described. */
function requestsOf({ bodies, responses }: DescribedOperation): ExampleRequest[] {
  const succeeds = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  const accepts = [...new Set(succeeds.flatMap(([, { content }]) => Object.keys(content ?? {})))];
  const sent = Object.entries(bodies).flatMap(([type, media]) =>
    bodyExamples(media).map((value) => ({
      type,
      body: typeof value === 'string' ? value : JSON.stringify(withIds(value)),
    })),
  );
  const wanted = accepts.length > 0 ? accepts : [null];
  return wanted.flatMap((accept) =>
    (sent.length > 0 ? sent : [{ type: null, body: null }]).map((one) => ({ ...one, accept })),
  );
}

/** An example of a body that names in its own members what there is here. */
function withIds(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, ids[name] ?? member]));
}

function addressOf({ operationId, path, parameters }: DescribedOperation): string {
  const examples = Object.fromEntries(parameters.map((one) => [one.name, parameterExample(one)]));
  const url = new URL(`http://hexalign.test${path}`);
  url.pathname = path.replaceAll(
    /\{(\w+)\}/g,
    (_, name: string) => idFor(ids, operationId, name) ?? String(examples[name]),
  );
  // A cursor is what a page before has given.
  for (const { name } of parameters.filter((one) => one.in === 'query' && one.name !== 'cursor')) {
    const value = ids[name] ?? examples[name];
    for (const one of value === undefined ? [] : [value].flat()) url.searchParams.append(name, String(one));
  }
  return url.pathname + url.search;
}

async function send(operation: DescribedOperation, { accept, type, body }: ExampleRequest) {
  const headers: Record<string, string> = {};
  if (accept !== null) headers.accept = accept;
  if (type !== null) headers['content-type'] = type;
  if (operation.responses['428']) headers['if-match'] = '*';
  const opens = operation.security[0]?.bootstrap ? workspace.fetchAsOperator : workspace.fetch;
  const response = await opens(addressOf(operation), {
    method: operation.method,
    headers,
    ...(body !== null && { body: withLayout(body, ids) }),
  });
  return { status: response.status, headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) };
}

/** Keeps the ids that an answer names and that nothing had yet. */
function learn(text: string): void {
  for (const [name, id] of Object.entries(JSON.parse(text) as object)) {
    if (name.endsWith('Id') && typeof id === 'string') ids[name] ??= id;
  }
}

describe('the example request of', () => {
  const operations = [...operationsOf(openapi)].sort(byCourse);
  test.each(operations.map((one) => [one.operationId, one] as const))(
    '%s succeeds as described',
    async (_, operation) => {
      for (const request of requestsOf(operation)) {
        const answer = await send(operation, request);
        const text = new TextDecoder().decode(answer.bytes);
        expect([answer.status < 300, request, answer.status < 300 ? '' : text]).toEqual([true, request, '']);
        expect(answerErrors(operation, answer, schemas)).toEqual([]);
        // What was deleted is not there for the next example.
        if (operation.method === 'DELETE') break;
        if (answer.headers.get('content-type')?.startsWith('application/json')) learn(text);
      }
    },
  );
});

test('every body has an example, and each example is as its schema says', () => {
  const wrong: string[] = [];
  for (const operation of operationsOf(openapi)) {
    const contents = [operation.bodies, ...Object.values(operation.responses).map(({ content }) => content ?? {})];
    for (const [type, media] of contents.flatMap((content) => Object.entries(content))) {
      // Tiles and packs are bytes.
      if (['application/vnd.mapbox-vector-tile', 'application/octet-stream'].includes(type)) continue;
      const examples = [media.example, ...Object.keys(media.examples ?? {})].filter((one) => one !== undefined);
      if (examples.length === 0) wrong.push(`${operation.operationId}: ${type} has no example`);
      if (media.example === undefined || media.schema === undefined) continue;
      wrong.push(
        ...schemaErrors(media.schema, media.example, schemas).map((error) => `${operation.operationId} ${error}`),
      );
    }
  }
  expect(wrong).toEqual([]);
});

test('both documents have the same operations, statuses, headers and examples', () => {
  const outline = (document: Parameters<typeof operationsOf>[0]) =>
    operationsOf(document).map(({ operationId, parameters, bodies, responses }) => ({
      operationId,
      parameters: parameters.map(({ name }) => name),
      bodies: Object.entries(bodies).map(([type, media]) => [type, bodyExamples(media)]),
      responses: Object.entries(responses).map(([status, { headers = {}, content = {} }]) => [
        status,
        Object.keys(headers),
        Object.entries(content).map(([type, { example, examples }]) => [type, example, examples]),
      ]),
    }));
  expect(outline(openapi30)).toEqual(outline(openapi));
});
