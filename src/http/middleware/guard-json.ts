import { createMiddleware } from 'hono/factory';
import { Failure } from '../../domain/failure.ts';
import { parseJson } from '../../domain/parse-json.ts';
import { decodeBody } from '../decode-body.ts';
import type { HttpEnv } from '../http-env.ts';
import { readText } from '../read-text.ts';

/** Longest JSON body of a route that is not an upload. */
const MAX_JSON_BYTES = 1_000_000;

/** Refuses a JSON body that is of another type, too large, too deep or malformed, before a schema sees it. Bodies of `others` are let through as they are. */
export function guardJson(...others: readonly string[]) {
  return createMiddleware<HttpEnv>(async (c, next) => {
    const mediaType = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
    if (mediaType !== undefined && others.includes(mediaType)) return next();
    if (mediaType !== 'application/json') {
      throw new Failure('unsupported-media-type', `send Content-Type: ${['application/json', ...others].join(' or ')}`);
    }
    const text = await readText(decodeBody(c.req.raw.body, c.req.header('content-encoding'), MAX_JSON_BYTES));
    parseJson(text);
    c.req.raw = new Request(c.req.raw, { body: text });
    await next();
  });
}
