import { createMiddleware } from 'hono/factory';
import { Failure } from '../../domain/failure.ts';
import { findBearer } from '../find-bearer.ts';
import type { HttpEnv } from '../http-env.ts';

/** Lets through only requests with a key, and says whose workspace it opens. */
export const requireKey = createMiddleware<HttpEnv>(async (c, next) => {
  const key = findBearer(c.req.header('authorization'));
  if (key === null) throw new Failure('unauthorized', 'send a key: "Authorization: Bearer hxk_..."');
  const workspaceId = await c.var.ports.keys.findWorkspace(key);
  if (workspaceId === null) throw new Failure('unauthorized', 'the key opens no workspace');
  c.set('workspaceId', workspaceId);
  await next();
});
