import { createMiddleware } from 'hono/factory';
import { chooseMediaType } from '../choose-media-type.ts';
import type { HttpEnv } from '../http-env.ts';

/** Refuses a client that does not take JSON, on routes that answer nothing else. */
export function answerJson() {
  return createMiddleware<HttpEnv>(async (c, next) => {
    chooseMediaType(c, ['application/json']);
    await next();
  });
}
