import type { Context } from 'hono';
import type { CountedLine } from '../../../application/line-store.ts';
import { Failure } from '../../../domain/failure.ts';
import { expectMatch } from '../../entity-tag.ts';
import type { HttpEnv } from '../../http-env.ts';
import { lineBody } from './line-schema.ts';

/** The version of a line that a request with `If-Match` is about, null where it has none. Throws `precondition-failed` where there is no line, or another version. */
export async function expectLine(
  c: Context<HttpEnv>,
  find: () => Promise<CountedLine | null>,
): Promise<CountedLine | null> {
  const ifMatch = c.req.header('if-match');
  if (ifMatch === undefined) return null;
  const line = await find();
  if (line === null) {
    throw new Failure('precondition-failed', 'there is no line with this id: leave out If-Match to make it');
  }
  return ifMatch.trim() === '*' ? line : expectMatch(c, () => line, lineBody);
}
