import { createMiddleware } from 'hono/factory';
import type { App } from '../app.ts';
import { DEPRECATED_MEMBER, SUNSET_MEMBER } from '../deprecated-since.ts';
import type { HttpEnv } from '../http-env.ts';
import { RouteTable } from '../route-table.ts';

/** Says in every answer of a deprecated route since when it is (RFC 9745), and when it ends (RFC 8594). */
export function tellDeprecation(app: App) {
  const routes = new RouteTable(app);
  return createMiddleware<HttpEnv>(async (c, next) => {
    await next();
    const route = routes.find(c);
    const [since, sunset] = [route?.[DEPRECATED_MEMBER], route?.[SUNSET_MEMBER]];
    if (typeof since === 'number') c.header('Deprecation', `@${since}`);
    if (typeof sunset === 'number') c.header('Sunset', new Date(sunset * 1000).toUTCString());
  });
}
