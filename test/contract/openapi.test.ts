import { exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import openapi from '../../openapi/openapi.json';
import openapi30 from '../../openapi/openapi-3.0.json';
import { EXPOSED } from '../../src/http/allow-origin.ts';
import { createApp } from '../../src/http/app.ts';
import { openapi30Document } from '../../src/http/openapi-document.ts';
import { PROBLEM_PAGES } from '../../src/problem-pages.ts';
import { wirePorts } from '../../src/wiring.ts';

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: string[];
  readonly responses: Record<string, { readonly description?: string; readonly headers?: object }>;
}

const operations = Object.entries(openapi.paths).flatMap(([path, item]) =>
  Object.entries(item as unknown as Record<string, Operation>).map(([method, operation]) => ({
    path,
    method,
    operation,
  })),
);

test('the committed documents are what the routes say (npm run build:openapi)', async () => {
  const served = await exports.default.fetch('http://hexalign.test/openapi.json');
  expect(await served.json()).toEqual(openapi);
  const app = createApp({ wire: wirePorts, problemPages: PROBLEM_PAGES });
  expect(JSON.parse(JSON.stringify(openapi30Document(app)))).toEqual(openapi30);
});

test('every operation has its own id, a summary and a tag', () => {
  expect(operations.filter(({ operation }) => !operation.operationId || !operation.summary || !operation.tags)).toEqual(
    [],
  );
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(ids).toEqual([...new Set(ids)]);
});

test('every route of the API is described', () => {
  const app = createApp({ wire: wirePorts, problemPages: PROBLEM_PAGES });
  const routed = app.routes
    .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/v1/'))
    .map(({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)(\{[^}]*\})?/g, '{$1}')}`);
  const described = operations.map(({ method, path }) => `${method} ${path}`);
  expect([...new Set(routed)].sort()).toEqual(described.sort());
});

test('a page of another origin may read every header that is described', () => {
  // Those that pages may always read, and those that are for the browser itself.
  const readable = [
    ...EXPOSED.split(', '),
    'Cache-Control',
    'Vary',
    'Access-Control-Allow-Origin',
    'Access-Control-Expose-Headers',
  ];
  const described = operations.flatMap(({ operation }) =>
    Object.values(operation.responses).flatMap(({ headers = {} }) => Object.keys(headers)),
  );
  expect(described).toContain('Outreach-Cursor');
  expect(described.filter((name) => !readable.includes(name))).toEqual([]);
});
