import { createMiddleware } from 'hono/factory';
import type { HttpEnv } from '../http-env.ts';
import { negotiate } from '../negotiate.ts';

/** Refuses a client that does not take JSON, on routes that answer nothing else but `others`, before anything else is looked at. */
export function answerJson(...others: readonly string[]) {
  return createMiddleware<HttpEnv>(async (c, next) => {
    negotiate(c.req.header('accept'), ['application/json', ...others]);
    await next();
  });
}
