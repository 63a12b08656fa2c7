import { z } from '@hono/zod-openapi';
import type { AccountFilter } from '../../../application/account-filter.ts';
import { STATUS_GROUPS, type StatusGroup } from '../../../domain/account-status.ts';
import { Failure, type Violation } from '../../../domain/failure.ts';
import { type GeoBox, parsePolygon } from '../../../domain/geo-polygon.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import { readNumber } from '../../../domain/read-number.ts';
import { shorten } from '../../../domain/shorten.ts';
import { blamedBy } from '../../blamed-by.ts';
import { lineQuery } from '../lines/line-schema.ts';

/** Query parameters that say which accounts are meant. All of them hold. */
export const accountFilterQuery = {
  bbox: z
    .string()
    .max(200)
    .check(blamedBy((text) => parseBox(text, '')))
    .optional()
    .openapi({
      description: '`west,south,east,north` in degrees; `west` above `east` spans the antimeridian.',
      example: '-74.3,40.4,-73.6,41',
    }),
  polygon: z
    .string()
    .max(30_000)
    .check(blamedBy((text) => parsePolygon(text, '')))
    .optional()
    .openapi({
      description: 'A GeoJSON Polygon or MultiPolygon of at most 1,000 positions.',
      example: '{"type":"Polygon","coordinates":[[[-74.3,40.4],[-73.6,40.4],[-73.6,41],[-74.3,40.4]]]}',
    }),
  segment: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .openapi({ description: 'Accounts of this segment.', example: 'retail' }),
  repId: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .openapi({ description: 'Accounts that this rep serves now.', example: 'rep-7' }),
  status: z.enum(STATUS_GROUPS).optional().openapi({
    description: 'Accounts of this status; `unknown`: those that have none.',
    example: 'prospect',
  }),
  text: z.string().min(1).max(200).optional().openapi({
    description: 'What the id or the name holds; A to Z in any case.',
    example: 'bakery',
  }),
  layoutId: z.string().max(100).optional().openapi({ description: 'With `territoryId`.' }),
  territoryId: z.string().max(200).optional().openapi({
    description: 'Accounts whose place this territory of the layout holds.',
    example: 't1',
  }),
  line: lineQuery,
};

type FilterQuery = { readonly [name in Exclude<keyof typeof accountFilterQuery, 'status'>]?: string | undefined } & {
  readonly status?: StatusGroup | undefined;
};

/** A query in which a layout and a territory come together, or not at all: told also where others of its parameters are wrong. */
export function territoryOfLayout<Query extends z.ZodType<FilterQuery>>(query: Query): Query {
  const say = (missing: string, other: string) => ({
    path: [missing],
    error: `is missing: ${other} says nothing without it; send both, or neither`,
    when: ({ value }: { value: unknown }) => typeof value === 'object' && value !== null,
  });
  return query
    .refine(
      ({ layoutId, territoryId }) => layoutId !== undefined || territoryId === undefined,
      say('layoutId', 'territoryId'),
    )
    .refine(
      ({ layoutId, territoryId }) => territoryId !== undefined || layoutId === undefined,
      say('territoryId', 'layoutId'),
    );
}

/** The filter of a query that its schema let through. Throws `not-found` for a layout id that is none. */
export function accountFilter(query: FilterQuery): AccountFilter {
  const { layoutId, territoryId } = query;
  return {
    box: query.bbox === undefined ? null : parseBox(query.bbox, 'bbox'),
    polygon: query.polygon === undefined ? null : parsePolygon(query.polygon),
    segment: query.segment ?? null,
    repId: query.repId ?? null,
    status: query.status ?? null,
    text: query.text ?? null,
    lineId: query.line ?? null,
    territory:
      layoutId === undefined || territoryId === undefined ? null : { layoutId: parseLayoutId(layoutId), territoryId },
  };
}

function parseBox(text: string, field: string): GeoBox {
  const [west = null, south = null, east = null, north = null, ...rest] = text.split(',').map(readNumber);
  const remedy = 'send west,south,east,north in degrees, such as -74.3,40.4,-73.6,41';
  if (west === null || south === null || east === null || north === null || rest.length > 0) {
    throw invalid(field, text, 'is not four numbers', remedy);
  }
  if (Math.abs(west) > 180 || Math.abs(east) > 180) throw invalid(field, text, 'has a longitude beyond 180', remedy);
  if (Math.abs(south) > 90 || Math.abs(north) > 90) throw invalid(field, text, 'has a latitude beyond 90', remedy);
  if (south > north) throw invalid(field, text, 'has its south above its north', remedy);
  return { west, south, east, north };
}

function invalid(field: string, value: string, detail: string, remedy: string): Failure {
  const violation: Violation = { field, value: shorten(value), detail, remedy };
  return Failure.invalid('invalid-parameter', violation);
}
