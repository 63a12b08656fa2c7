import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { digestHex } from '../domain/digest-hex.ts';
import { Failure } from '../domain/failure.ts';
import type { HttpEnv } from './http-env.ts';

/** The strong entity tag of a JSON answer: it follows from what the answer says. */
export async function entityTag(body: unknown): Promise<string> {
  return `"${(await digestHex(JSON.stringify(body))).slice(0, 32)}"`;
}

/** Answers a version of a resource, with its tag: `If-Match` can name it. */
export async function answerVersion<T, S extends ContentfulStatusCode>(c: Context<HttpEnv>, body: T, status: S) {
  c.header('ETag', await entityTag(body));
  return c.json(body, status);
}

/** Whether the client has the version with this tag: `If-None-Match` names it, or any. */
export function holdsTag(c: Context<HttpEnv>, tag: string): boolean {
  const held = c.req.header('if-none-match')?.split(',') ?? [];
  return held.some((entry) => entry.trim() === '*' || entry.trim().replace(/^W\//, '') === tag);
}

/**
 * The version of a resource that a request with `If-Match` is about, null where it is about whichever there is. The write itself must see that it
 * is still that one: others write, too.
 *
 * Throws `precondition-failed`, with the tag of now, where `If-Match` names other versions than the one that `read` gives. A tag that
 * compression on the way made weak still matches: what is inside the quotes is ours.
 */
export async function expectMatch<T>(
  c: Context<HttpEnv>,
  read: () => T | Promise<T>,
  toBody: (version: T) => unknown,
): Promise<T | null> {
  const header = c.req.header('if-match');
  if (header === undefined || header.trim() === '*') return null;
  const version = await read();
  const tag = await entityTag(toBody(version));
  const held: string[] = header.match(/"[^"]*"/g) ?? [];
  if (held.includes(tag)) return version;
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
