import type { Context } from 'hono';
import { Failure } from '../domain/failure.ts';
import { decodeBody } from './decode-body.ts';
import type { HttpEnv } from './http-env.ts';

/** Largest upload after decompression. */
const MAX_UPLOAD_BYTES = 100_000_000;

/** The bytes of an uploaded file. Throws `payload-too-large` at once where the client states as much, and as `decodeBody`. */
export function uploadBody(c: Context<HttpEnv>): ReadableStream<Uint8Array> {
  if (Number(c.req.header('content-length') ?? 0) > MAX_UPLOAD_BYTES) {
    throw new Failure('payload-too-large', `the body is larger than ${MAX_UPLOAD_BYTES} bytes: send it in parts`);
  }
  return decodeBody(c.req.raw.body, c.req.header('content-encoding'), MAX_UPLOAD_BYTES);
}
