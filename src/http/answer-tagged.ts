import type { Context } from 'hono';
import { holdsTag } from './entity-tag.ts';
import type { HttpEnv } from './http-env.ts';

/** Part of every tag: a new way of writing an answer must not be taken for the old one. */
const EDITION = 1;

/** Answers with something that a variant names entirely: 304 where the client has it already, else what `produce` gives. Call it only once it is known to exist. */
export async function answerTagged<T extends Response>(
  c: Context<HttpEnv>,
  variant: string,
  produce: () => T | Promise<T>,
): Promise<T> {
  const tag = `"${variant}-${EDITION}"`;
  const response = holdsTag(c, tag) ? (c.body(null, 304) as Response as T) : await produce();
  response.headers.set('ETag', tag);
  response.headers.append('Vary', 'Accept, Authorization');
  return response;
}
