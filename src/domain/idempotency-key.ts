import { Failure } from './failure.ts';
import { shorten } from './shorten.ts';

const MAX_LENGTH = 255;

/**
 * The key that an `Idempotency-Key` header holds: quoted as draft-ietf-httpapi-idempotency-key-header-07 has it, or bare as many clients
 * send it; both are the same key. Throws `invalid-parameter` for what is not 1 to 255 printable ASCII characters.
 */
export function parseIdempotencyKey(header: string): string {
  const text = header.trim();
  const key = text.startsWith('"') ? unquoted(text) : text;
  if (key !== null && key.length <= MAX_LENGTH && /^[\x20-\x7e]+$/.test(key)) return key;
  throw Failure.invalid('invalid-parameter', {
    field: 'Idempotency-Key',
    value: shorten(header),
    detail: `is not a key of 1 to ${MAX_LENGTH} printable ASCII characters`,
    remedy: 'send a fresh UUID for each request that must be carried out once, and the same one when you repeat it',
  });
}

/** The text of a structured-field string (RFC 9651), or null where it is none. */
function unquoted(text: string): string | null {
  const inner = /^"((?:[^"\\]|\\["\\])*)"$/.exec(text)?.[1];
  return inner === undefined ? null : inner.replaceAll(/\\(.)/g, '$1');
}
