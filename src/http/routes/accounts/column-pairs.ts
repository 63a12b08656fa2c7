import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { parseColumnPairs } from '../../../domain/column-map.ts';
import { Failure } from '../../../domain/failure.ts';
import { blamedBy } from '../../blamed-by.ts';
import type { HttpEnv } from '../../http-env.ts';

/** The query parameter in which a caller says what the columns of a file are. */
export const mapQuery = {
  map: z
    .union([z.string().max(5_000), z.array(z.string().max(5_000)).max(100)])
    .check(blamedBy((given) => parseColumnPairs([given].flat(), '')))
    .optional()
    .openapi({
      type: 'array',
      items: { type: 'string' },
      description:
        'What columns of the file are, as `theirs:ours`, such as `Geo Y:lat`; repeat it, or put commas between. `ours` is a field, or the name of a metric or attribute.',
      example: ['name:name', 'revenue:revenue'],
    }),
};

/** What columns were taken for, in an answer. */
export const columnsSchema = z
  .array(z.object({ column: z.string(), as: z.string() }))
  .max(500)
  .openapi({
    description: 'What each column of the file was taken for, the first 500.',
    example: [{ column: 'BillingLatitude', as: 'lat' }],
  });

/** The columns that a query maps. */
export function mappedColumns(map: string | readonly string[] | undefined): ReadonlyMap<string, string> {
  return parseColumnPairs(map === undefined ? [] : [map].flat());
}

/** The same from a query with something wrong in it; null where that is the map itself, without which rows cannot be read. */
export function findMappedColumns(c: Context<HttpEnv>): ReadonlyMap<string, string> | null {
  try {
    return mappedColumns(c.req.queries('map'));
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
