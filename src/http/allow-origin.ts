import type { Context } from 'hono';
import { ANY_ORIGIN, allowsOrigin } from '../domain/workspace.ts';
import type { HttpEnv } from './http-env.ts';

/** What is allowed where no key has said whose workspace it is. */
const ANY_ORIGINS = [ANY_ORIGIN];

/** Headers of an answer that a page of another origin may read. */
export const EXPOSED = [
  'Allow',
  'Content-Disposition',
  'Deprecation',
  'ETag',
  'Idempotency-Replayed',
  'Link',
  'Location',
  'Outreach-Cursor',
  'Outreach-Left-Out',
  'Preference-Applied',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'Sunset',
  'WWW-Authenticate',
  'X-Hexalign-Cache',
  'X-Request-Id',
].join(', ');

/**
 * Lets pages read an answer, without credentials: those of the origins that the workspace lists, and those of all where no key has said which
 * workspace it is. Not an access control: that is the key.
 */
export function allowOrigin(c: Context<HttpEnv>, headers: Headers): void {
  const corsOrigins = c.get('corsOrigins') ?? ANY_ORIGINS;
  if (corsOrigins.includes(ANY_ORIGIN)) {
    headers.set('Access-Control-Allow-Origin', ANY_ORIGIN);
  } else {
    headers.append('Vary', 'Origin');
    const origin = c.req.header('origin');
    if (origin === undefined || !allowsOrigin(corsOrigins, origin)) return;
    headers.set('Access-Control-Allow-Origin', origin);
  }
  headers.set('Access-Control-Expose-Headers', EXPOSED);
}
