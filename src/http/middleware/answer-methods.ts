import { createMiddleware } from 'hono/factory';
import { TrieRouter } from 'hono/router/trie-router';
import { Failure } from '../../domain/failure.ts';
import type { App } from '../app.ts';
import type { HttpEnv } from '../http-env.ts';
import { matchedRoute } from '../matched-route.ts';

/** How long a browser need not ask again; none keeps it longer. */
const PREFLIGHT_SECONDS = 7_200;

/**
 * Answers OPTIONS with the methods of an address, and refuses those that it does not have.
 *
 * A browser's preflight cannot carry the key, so nobody knows whose workspace it is about: it is answered the same for every origin and
 * address. The answer to the request itself says whether the page may read it.
 */
export function answerMethods(app: App) {
  let router: TrieRouter<readonly string[]> | undefined;
  return createMiddleware<HttpEnv>(async (c, next) => {
    const { method } = c.req;
    // A route that answers is there: nearly every request is spared the second search.
    if (matchedRoute(c) !== null) return next();
    router ??= methodRouter(app);
    const methods = [...new Set(router.match('ALL', c.req.path)[0].flatMap(([list]) => list))];
    const asked = c.req.header('access-control-request-method');
    if (method === 'OPTIONS' && asked !== undefined) {
      const headers = c.req.header('access-control-request-headers');
      c.header('Access-Control-Allow-Methods', (methods.length > 0 ? methods : [asked]).join(', '));
      if (headers !== undefined) c.header('Access-Control-Allow-Headers', headers);
      c.header('Access-Control-Max-Age', String(PREFLIGHT_SECONDS));
      c.header('Vary', 'Access-Control-Request-Method, Access-Control-Request-Headers');
    }
    if (methods.length > 0) {
      const allow = methods.join(', ');
      if (method === 'OPTIONS' || !methods.includes(method)) c.header('Allow', allow);
      if (method !== 'OPTIONS' && !methods.includes(method)) {
        throw new Failure('method-not-allowed', `${method.slice(0, 20)} is not possible here; possible: ${allow}`);
      }
    }
    if (method === 'OPTIONS' && (methods.length > 0 || asked !== undefined)) return c.body(null, 204);
    return next();
  });
}

function methodRouter(app: App): TrieRouter<readonly string[]> {
  const byPath = new Map<string, Set<string>>();
  for (const { method, path } of app.routes) {
    if (method === 'ALL') continue;
    const methods = byPath.get(path) ?? new Set();
    byPath.set(path, methods.add(method));
    if (method === 'GET') methods.add('HEAD');
  }
  const router = new TrieRouter<readonly string[]>();
  for (const [path, methods] of byPath) router.add('ALL', path, [...methods, 'OPTIONS']);
  return router;
}
