import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { createRoute } from '@hono/zod-openapi';
import { expect, test } from 'vitest';
import { Failure } from '../../src/domain/failure.ts';
import { createApp } from '../../src/http/app.ts';
import { deprecatedSince } from '../../src/http/deprecated-since.ts';
import { openapiDocument } from '../../src/http/openapi-document.ts';
import { PROBLEM_PAGES } from '../../src/problem-pages.ts';
import { wirePorts } from '../../src/wiring.ts';

const app = createApp({ wire: wirePorts, problemPages: PROBLEM_PAGES });
const responses = { 200: { description: 'Fine.' } };
app.openapi(
  createRoute({ method: 'get', path: '/old', ...deprecatedSince('2027-01-04', '2028-01-04'), responses }),
  (c) => {
    if (c.req.query('fail') !== undefined) throw new Failure('not-found', 'gone');
    return new Response('old');
  },
);
app.openapi(createRoute({ method: 'get', path: '/older', ...deprecatedSince('2026-01-01'), responses }), (c) =>
  c.text('older'),
);

async function toldBy(path: string): Promise<(string | number | null)[]> {
  const { status, headers } = await app.fetch(
    new Request(`http://hexalign.test${path}`),
    env,
    createExecutionContext(),
  );
  return [status, headers.get('deprecation'), headers.get('sunset')];
}

test('every answer of a deprecated route says since when it is, and when it ends where that is known', async () => {
  expect(await toldBy('/old')).toEqual([200, '@1799020800', 'Tue, 04 Jan 2028 00:00:00 GMT']);
  expect(await toldBy('/old?fail')).toEqual([404, '@1799020800', 'Tue, 04 Jan 2028 00:00:00 GMT']);
  expect(await toldBy('/older')).toEqual([200, '@1767225600', null]);
  expect(await toldBy('/v1/health')).toEqual([200, null, null]);
});

test('the description says so of the route and of the headers of its answers', () => {
  const { paths } = openapiDocument(app);
  const headersOf = (path: string) => Object.keys(paths?.[path]?.get?.responses?.['200']?.headers ?? {});
  expect(paths?.['/old']?.get?.deprecated).toBe(true);
  expect(headersOf('/old')).toEqual(expect.arrayContaining(['Deprecation', 'Sunset']));
  expect(headersOf('/older')).toContain('Deprecation');
  expect(headersOf('/older')).not.toContain('Sunset');
  expect(headersOf('/v1/health')).not.toContain('Deprecation');
});
