import type { Context } from 'hono';
import type { AsOf } from '../application/as-of.ts';
import { isUseToNote, noteKeyUse } from '../application/note-key-use.ts';
import { openWithKey } from '../application/open-with-key.ts';
import { Failure } from '../domain/failure.ts';
import { findBearer } from './find-bearer.ts';
import type { HttpEnv } from './http-env.ts';

/** Says whose workspace the key of a request opens. Throws `unauthorized`. */
export async function openKey(c: Context<HttpEnv>, asOf: AsOf): Promise<void> {
  const text = findBearer(c.req.header('authorization'));
  if (text === null) throw new Failure('unauthorized', 'send a key: "Authorization: Bearer hxk_..."');
  const ports = c.get('ports');
  const { workspaceId, key, corsOrigins } = await openWithKey(ports, text, asOf);
  c.set('workspaceId', workspaceId);
  c.set('key', key);
  c.set('corsOrigins', corsOrigins);
  if (isUseToNote(key)) c.executionCtx.waitUntil(noteKeyUse(ports, workspaceId, key));
}
