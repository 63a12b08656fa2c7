import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { parseColumnPairs } from '../domain/column-map.ts';
import { Failure } from '../domain/failure.ts';
import { findUploadField, type UploadFields } from '../domain/upload-field.ts';
import { blamedBy } from './blamed-by.ts';
import type { HttpEnv } from './http-env.ts';

/** How the rows of an upload count. */
export const onErrorQuery = z.enum(['skip', 'reject']).default('skip').openapi({
  description: '`skip` stores the good rows of a file with bad ones, `reject` stores none of it (422).',
});

/** Whether nothing is stored. */
export const dryRunQuery = z
  .enum(['true', 'false'])
  .default('false')
  .openapi({ description: 'Check and count all rows, store none.' });

/** The query parameter in which a caller says what the columns of a file of rows are, and how it is read. */
export function columnQuery(fields: UploadFields, example: string) {
  const names = { fields: Object.keys(fields), find: (name: string) => findUploadField(fields, name)?.name ?? null };
  const parse = (given: string | readonly string[] | undefined, field?: string) =>
    parseColumnPairs(given === undefined ? [] : [given].flat(), field, { ...names, others: '' });
  return {
    query: z
      .union([z.string().max(5_000), z.array(z.string().max(5_000)).max(100)])
      .check(blamedBy((given) => parse(given, '')))
      .optional()
      .openapi({
        type: 'array',
        items: { type: 'string' },
        description: `What columns of the file are, as \`theirs:ours\`; repeat it, or put commas between. \`ours\` is one of ${names.fields.join(', ')}.`,
        example: [example],
      }),
    parse,
    /** The same from a query with something wrong in it; null where that is the map itself, without which rows cannot be read. */
    find(c: Context<HttpEnv>): ReadonlyMap<string, string> | null {
      try {
        return parse(c.req.queries('map'));
      } catch (error) {
        if (error instanceof Failure) return null;
        throw error;
      }
    },
  };
}
