import { createMiddleware } from 'hono/factory';
import { noteKeyUse } from '../../application/note-key-use.ts';
import { openWithKey } from '../../application/open-with-key.ts';
import { Failure } from '../../domain/failure.ts';
import { findBearer } from '../find-bearer.ts';
import type { HttpEnv } from '../http-env.ts';

/** Lets through only requests with a key, and says whose workspace it opens. */
export const requireKey = createMiddleware<HttpEnv>(async (c, next) => {
  const text = findBearer(c.req.header('authorization'));
  if (text === null) throw new Failure('unauthorized', 'send a key: "Authorization: Bearer hxk_..."');
  const { workspaceId, key, corsOrigins } = await openWithKey(c.var.ports, text);
  c.set('workspaceId', workspaceId);
  c.set('key', key);
  c.set('corsOrigins', corsOrigins);
  c.executionCtx.waitUntil(noteKeyUse(c.var.ports, workspaceId, key));
  await next();
});
