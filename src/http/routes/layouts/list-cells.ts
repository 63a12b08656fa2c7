import { createRoute, z } from '@hono/zod-openapi';
import { drawLeaves, leafFeature } from '../../../application/draw-territories.ts';
import { getLayoutLeaves } from '../../../application/get-layout.ts';
import { listLeaves } from '../../../application/list-leaves.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import { answerImmutable, IMMUTABLE_HEADERS } from '../../answer-immutable.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { featureCollectionSchema, geojsonResponse } from '../../geojson-response.ts';
import { needsScope } from '../../needs-scope.ts';
import { negotiate } from '../../negotiate.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { queryInteger } from '../../query-number.ts';
import { layoutParams } from './layout-schema.ts';
import { outlineResolution } from './outline-resolution.ts';

const leafSchema = z
  .object({
    cell: z.string().openapi({ description: 'An H3 cell.', example: '842a107ffffffff' }),
    territory: z.string().openapi({ description: 'Id of its territory.', example: 't1' }),
    sums: z
      .record(z.string(), z.number())
      .openapi({ description: 'By metric; zeros where no account is.', example: { accounts: 12, revenue: 240000 } }),
  })
  .openapi('LayoutCell');

const route = createRoute({
  method: 'get',
  path: '/v1/layouts/{layoutId}/cells',
  operationId: 'listLayoutCells',
  tags: ['Layouts'],
  security: needsScope('plans:read'),
  summary: 'The cells of a layout with their territories',
  description:
    'Cells of mixed resolution that tile the cover. As JSON in pages; as GeoJSON all of them, drawn at one resolution, where cells finer ' +
    'than that are joined to the one that holds their center.',
  request: {
    params: layoutParams,
    query: closedObject({
      ...pageQuery,
      resolution: queryInteger({ minimum: 0, maximum: 15 })
        .optional()
        .openapi({ description: 'H3 resolution at which cells are drawn; the base when left out. GeoJSON only.' }),
    }),
  },
  responses: {
    200: {
      description: 'A page of cells in ascending order, or all as GeoJSON.',
      headers: IMMUTABLE_HEADERS,
      content: {
        'application/json': { schema: pageSchema(leafSchema).openapi('LayoutCellPage') },
        'application/geo+json': { schema: featureCollectionSchema },
      },
    },
    304: { description: 'The client has them already.' },
    ...problemAnswers(...OF_READING, 'solve-out-of-memory'),
  },
});

/** `GET /v1/layouts/{layoutId}/cells`. */
export function registerListLayoutCells(app: App): void {
  app.openapi(route, async (c) => {
    const mediaType = negotiate(c.req.header('accept'), ['application/json', 'application/geo+json']);
    const { ports, workspaceId } = c.var;
    const { resolution: wanted, ...query } = c.req.valid('query');
    const layoutId = parseLayoutId(c.req.valid('param').layoutId);
    const { layout, leaves } = await getLayoutLeaves(ports, workspaceId, layoutId);
    if (mediaType === 'application/geo+json') {
      const resolution = outlineResolution(layout, wanted ?? null) ?? layout.resolution.base;
      return answerImmutable(c, `${layoutId}-cells-${resolution}`, () => {
        const drawn = drawLeaves(ports.optimizer, leaves, { resolution }, (leaf) => leafFeature(layout, leaves, leaf));
        return geojsonResponse(c, ports.maps.featureCollection(drawn));
      });
    }
    const page = linkPage(c, listLeaves(layout, leaves, pageRequest(c, query)));
    return answerImmutable(c, `${layoutId}-cells-from-${query.cursor ?? ''}-${query.limit}`, () =>
      c.json({ items: [...page.items], next: page.next } as never, 200),
    );
  });
}
