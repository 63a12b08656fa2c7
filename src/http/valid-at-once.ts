import type { RouteConfig, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { App } from './app.ts';
import type { HttpEnv } from './http-env.ts';
import { throwAllViolations } from './throw-violations.ts';

/**
 * Validates the query and the path of a request as `app.openapi` does, without its turns of the event loop: for a route that is asked thousands of times in a
 * second, whose description is registered by itself.
 */
export function validAtOnce<Query extends z.ZodType, Params extends z.ZodType>(
  app: App,
  { request }: RouteConfig & { readonly request: { readonly query: Query; readonly params: Params } },
) {
  const refuse = throwAllViolations(() => app);
  async function parse<T extends z.ZodType>(c: Context<HttpEnv>, target: string, schema: T, data: unknown) {
    const outcome = schema.safeParse(data);
    if (!outcome.success) await refuse({ ...outcome, target, data }, c);
    return outcome.data as z.infer<T>;
  }
  return async (c: Context<HttpEnv>): Promise<{ query: z.infer<Query>; params: z.infer<Params> }> => {
    const given = Object.entries(c.req.queries()).map(([name, values]) => [
      name,
      values.length > 1 ? values : values[0],
    ]);
    const query = await parse(c, 'query', request.query, Object.fromEntries(given));
    return { query, params: await parse(c, 'param', request.params, c.req.param()) };
  };
}
