import type { Context } from 'hono';
import type { HttpEnv } from './http-env.ts';
import { uploadBody } from './upload-body.ts';

/** A file of rows that a request holds, and what its columns are taken for. */
export function openRowFile(c: Context<HttpEnv>, columns: ReadonlyMap<string, string>) {
  return { mediaType: c.req.header('content-type'), body: uploadBody(c), columns };
}
