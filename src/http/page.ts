import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Page, PageRequest } from '../application/page.ts';
import { crc32 } from '../domain/crc32.ts';
import { Failure } from '../domain/failure.ts';
import { invalidCursor } from '../domain/invalid-cursor.ts';
import { decodeBase64Url, encodeBase64Url } from './base64-url.ts';
import type { HttpEnv } from './http-env.ts';
import { queryInteger } from './query-number.ts';

/** Query parameters of a paged list. */
export const pageQuery = {
  cursor: z.string().min(1).max(1000).optional().openapi({
    description: 'Where to go on: `next` of the page before. Opaque.',
    example: 'YWNjLTEwMA',
  }),
  limit: queryInteger({ minimum: 1, maximum: 1000 })
    .default(100)
    .openapi({ description: 'Most items in the page.', default: 100 }),
};

/** The answer of a paged list, by the schema of one item. */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item).max(1000).openapi({ description: 'The page, at most `limit` of them.' }),
    next: z.string().nullable().openapi({
      description: 'Cursor of the next page, null on the last. The `Link` header has its whole address.',
      example: 'YWNjLTEwMA',
    }),
  });
}

type PageContext = Context<HttpEnv>;

/** The page that a query asks for. Throws `not-found` for a cursor of another list or workspace. */
export function pageRequest(
  c: PageContext,
  query: { readonly cursor?: string | undefined; readonly limit: number },
): PageRequest {
  return { cursor: query.cursor === undefined ? null : readCursor(c, query.cursor), limit: query.limit };
}

/** Makes a page ready for the wire: an opaque cursor, and the `Link` header (RFC 8288) to the next page. */
export function linkPage<T>(c: PageContext, page: Page<T>): { items: T[]; next: string | null } {
  const next = page.next === null ? null : encodeBase64Url(listTag(c) + page.next);
  if (next !== null) {
    const url = new URL(c.req.url);
    url.searchParams.set('cursor', next);
    c.header('Link', `<${url.pathname}${url.search}>; rel="next"`);
  }
  return { items: [...page.items], next };
}

function readCursor(c: PageContext, cursor: string): string {
  const text = decodeBase64Url(cursor);
  const [, tag, place] = /^([0-9a-f]{8})(.+)$/su.exec(text ?? '') ?? [];
  if (tag === undefined || place === undefined) throw invalidCursor(cursor);
  if (tag !== listTag(c)) throw new Failure('not-found', 'no page of this list has this cursor');
  return place;
}

/** What a cursor begins with: it belongs to one list of one workspace. */
function listTag(c: PageContext): string {
  const list = new TextEncoder().encode(`${c.var.workspaceId} ${c.req.path}`);
  return crc32(list).toString(16).padStart(8, '0');
}
