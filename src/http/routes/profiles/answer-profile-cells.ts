import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { STATUS_COLUMNS } from '../../../application/cell-sums.ts';
import { drawCells } from '../../../application/draw-cells.ts';
import type { SummedCell } from '../../../application/list-cells.ts';
import { HOUR_COLUMNS, type ProfileCells } from '../../../application/list-profile-cells.ts';
import { penetration } from '../../../application/profile-tally.ts';
import { STATUS_GROUPS } from '../../../domain/account-status.ts';
import { parseResolution } from '../../../domain/cell.ts';
import type { Plan } from '../../../domain/plan.ts';
import { settled } from '../../../domain/settle-sums.ts';
import { featureCollectionSchema, geojsonResponse } from '../../geojson-response.ts';
import type { HttpEnv } from '../../http-env.ts';
import { negotiate } from '../../negotiate.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { queryInteger } from '../../query-number.ts';
import { statusesSchema } from './profile-schema.ts';

const FORMATS = { json: 'application/json', geojson: 'application/geo+json' } as const;

/** Query parameters of a heat layer. */
export const cellsQuery = {
  ...pageQuery,
  limit: queryInteger({ minimum: 1, maximum: 1000 })
    .default(1000)
    .openapi({ description: 'Most cells in the page.', default: 1000 }),
  resolution: queryInteger({ minimum: 0, maximum: 15 }).optional().openapi({
    description: 'H3 resolution of the cells, at most the finest of the plan. Left out: 5, about 250 km2.',
    example: 5,
  }),
  format: z.enum(['json', 'geojson']).optional().openapi({
    description: 'Which of the two, whatever `Accept` says.',
  }),
};

const cellSchema = z
  .object({
    hex: z
      .string()
      .openapi({ description: 'An H3 cell, as `getHexagon` of H3HexagonLayer takes it.', example: '852a1073fffffff' }),
    accounts: z.number().int().openapi({ description: 'How many accounts.', example: 12 }),
    statuses: statusesSchema,
    sums: z.record(z.string(), z.number()).openapi({
      description: 'Sum of each metric of the plan.',
      example: { revenue: 240000, potential: 410000 },
    }),
    penetration: z.number().nullable().openapi({
      description: 'Value over potential; null where the plan does not name both metrics, and without potential.',
      example: 0.585,
    }),
    room: z.number().nullable().openapi({ description: 'Potential less value; null likewise.', example: 170000 }),
    visitHours: z.number().nullable().openapi({
      description: 'Hours of visits in a period; null where accounts bring a metric `workload` of their own.',
      example: 6.5,
    }),
    travelHours: z.number().nullable().openapi({ description: 'Hours of travel; null likewise.', example: 1.2 }),
  })
  .openapi('ProfileCell');

/** The 200 answer of a heat layer. */
export const CELLS_ANSWER = {
  description: 'A page of cells with accounts, ascending. As GeoJSON each is a polygon, cut at the antimeridian.',
  content: {
    'application/json': { schema: pageSchema(cellSchema).openapi('ProfileCellPage') },
    'application/geo+json': { schema: featureCollectionSchema },
  },
};

type Query = {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly resolution?: number | undefined;
  readonly format?: keyof typeof FORMATS | undefined;
};

/** Answers a page of a heat layer, as rows for deck.gl or as GeoJSON. */
export async function answerProfileCells(
  c: Context<HttpEnv>,
  { resolution, format, ...query }: Query,
  list: (request: {
    cursor: string | null;
    limit: number;
    resolution: ReturnType<typeof parseResolution> | null;
  }) => Promise<ProfileCells>,
) {
  const mediaType =
    format === undefined ? negotiate(c.req.header('accept'), [FORMATS.json, FORMATS.geojson]) : FORMATS[format];
  c.header('Vary', 'Accept');
  const page = await list({
    ...pageRequest(c, query),
    resolution: resolution === undefined ? null : parseResolution(resolution),
  });
  const { items, next } = linkPage(c, page);
  if (mediaType === FORMATS.json) return c.json({ items: items.map((cell) => cellBody(cell, page.plan)), next }, 200);
  const { ports } = c.var;
  // Flat, as styles of maps read properties.
  const cells = items.map((summed) => {
    const { hex: _, statuses, sums, ...rest } = cellBody(summed, page.plan);
    return { cell: summed.cell, sums: { ...sums, ...statuses, ...rest } as Record<string, number> };
  });
  return geojsonResponse(c, ports.maps.featureCollection(drawCells(ports.optimizer, cells, page.resolution)));
}

function cellBody(
  { cell, sums }: SummedCell,
  { metrics, valueMetric, potentialMetric }: Plan,
): z.infer<typeof cellSchema> {
  const sumOf = (column: string) => settled(sums[column] ?? 0);
  const both =
    valueMetric === null || potentialMetric === null
      ? null
      : penetration(valueMetric, potentialMetric, sumOf(valueMetric), sumOf(potentialMetric));
  const [visitHours, travelHours] = HOUR_COLUMNS.map((column) => (column in sums ? sumOf(column) : null));
  return {
    hex: cell,
    accounts: sumOf('accounts'),
    statuses: Object.fromEntries(STATUS_GROUPS.map((status, at) => [status, sumOf(STATUS_COLUMNS[at] ?? '')])) as never,
    sums: Object.fromEntries(metrics.map((metric) => [metric, sumOf(metric)])),
    penetration: both?.penetration ?? null,
    room: both?.room ?? null,
    visitHours: visitHours ?? null,
    travelHours: travelHours ?? null,
  };
}
