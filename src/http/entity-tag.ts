import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { Failure } from '../domain/failure.ts';
import { digestHex } from './digest-hex.ts';
import type { HttpEnv } from './http-env.ts';

/** The strong entity tag of a JSON answer: it follows from what the answer says. */
export async function entityTag(body: unknown): Promise<string> {
  return `"${(await digestHex(JSON.stringify(body))).slice(0, 32)}"`;
}

/**
 * Throws `precondition-failed`, with the tag of now, where `If-Match` names other versions of a resource than the one that `current` gives.
 *
 * A tag that compression on the way made weak still matches: what is inside the quotes is ours.
 */
export async function expectMatch(c: Context<HttpEnv>, current: () => unknown): Promise<void> {
  const header = c.req.header('if-match');
  if (header === undefined || header.trim() === '*') return;
  const tag = await entityTag(await current());
  const held: string[] = header.match(/"[^"]*"/g) ?? [];
  if (held.includes(tag)) return;
  c.header('ETag', tag);
  throw new Failure('precondition-failed', 'it has changed since you read it: read it again and decide anew');
}

/** Throws `precondition-required` where a request that could undo another's change does not say which version it was made from. */
export const requireMatch = createMiddleware<HttpEnv>(async (c, next) => {
  if (c.req.header('if-match') === undefined) {
    throw new Failure('precondition-required', 'send If-Match with the ETag of the version that you changed');
  }
  await next();
});
