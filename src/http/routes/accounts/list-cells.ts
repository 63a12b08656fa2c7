import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { drawCells } from '../../../application/draw-cells.ts';
import { listCells } from '../../../application/list-cells.ts';
import { parseResolution } from '../../../domain/cell.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { featureCollectionSchema, geojsonResponse } from '../../geojson-response.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { negotiate } from '../../negotiate.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { queryInteger } from '../../query-number.ts';
import { lineQuery } from '../lines/line-schema.ts';
import { planParams } from '../plans/plan-schema.ts';

const cellSchema = z
  .object({
    cell: z.string().openapi({ description: 'An H3 cell.', example: '872a1072bffffff' }),
    sums: z.record(z.string(), z.number()).openapi({
      description:
        'Sum of each metric over the accounts in the cell; `accounts` counts them. With `include=workload` also `workload`, in hours, where anyone is ' +
        'visited: visits and an estimate of travel, as layouts balance it.',
      example: { accounts: 12, revenue: 240000 },
    }),
  })
  .openapi('SummedCell');

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/cells',
  operationId: 'listCells',
  tags: ['Accounts'],
  security: needsScope('plans:read'),
  summary: 'The accounts of a plan, binned into H3 cells',
  middleware: [answerJson('application/geo+json'), etag()],
  request: {
    params: planParams,
    query: closedObject({
      ...pageQuery,
      resolution: queryInteger({ minimum: 0, maximum: 15 }).optional().openapi({
        description: 'H3 resolution of the cells, at most the finest of the plan, which is also the default.',
        example: 5,
      }),
      line: lineQuery,
      include: z.enum(['workload']).optional().openapi({
        description:
          'Adds the workload of each cell. All of the plan is read for it: with a million accounts a page takes some seconds, so ask for large ones.',
      }),
    }),
  },
  responses: {
    200: {
      description: 'A page of cells in ascending order. As GeoJSON, each is a polygon, cut at the antimeridian.',
      content: {
        'application/json': { schema: pageSchema(cellSchema).openapi('CellPage') },
        'application/geo+json': { schema: featureCollectionSchema },
      },
    },
    ...problemAnswers(...OF_READING, 'accounts-replaced'),
  },
});

/** `GET /v1/plans/{planId}/cells`. */
export function registerListCells(app: App): void {
  app.openapi(route, async (c) => {
    const mediaType = negotiate(c.req.header('accept'), ['application/json', 'application/geo+json']);
    c.header('Vary', 'Accept');
    const { resolution, include, line = null, ...query } = c.req.valid('query');
    const { ports, workspaceId } = c.var;
    const page = await listCells(ports, workspaceId, c.req.valid('param').planId, {
      ...pageRequest(c, query),
      resolution: resolution === undefined ? null : parseResolution(resolution),
      workload: include === 'workload',
      line,
    });
    const body = linkPage(c, page);
    if (mediaType === 'application/json') return c.json(body, 200);
    return geojsonResponse(c, ports.maps.featureCollection(drawCells(ports.optimizer, page.items, page.resolution)));
  });
}
