import type { RouteConfig } from '@hono/zod-openapi';
import { DEPRECATED_MEMBER, SUNSET_MEMBER } from './deprecated-since.ts';

/** Says in the answer of a deprecated route since when it is (RFC 9745), and when it ends (RFC 8594). */
export function tellDeprecation(route: RouteConfig | undefined, headers: Headers): void {
  const [since, sunset] = [route?.[DEPRECATED_MEMBER], route?.[SUNSET_MEMBER]];
  if (typeof since === 'number') headers.set('Deprecation', `@${since}`);
  if (typeof sunset === 'number') headers.set('Sunset', new Date(sunset * 1000).toUTCString());
}
