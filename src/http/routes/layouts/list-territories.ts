import { createRoute, z } from '@hono/zod-openapi';
import { drawTerritories } from '../../../application/draw-territories.ts';
import { getLayoutLeaves } from '../../../application/get-layout.ts';
import { cellsByTerritory } from '../../../application/list-leaves.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import { answerImmutable, IMMUTABLE_HEADERS } from '../../answer-immutable.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { featureCollectionSchema, geojsonResponse } from '../../geojson-response.ts';
import { needsScope } from '../../needs-scope.ts';
import { negotiate } from '../../negotiate.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { queryInteger } from '../../query-number.ts';
import { layoutParams, territorySchema } from './layout-schema.ts';
import { outlineResolution } from './outline-resolution.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/layouts/{layoutId}/territories',
  operationId: 'listTerritories',
  tags: ['Layouts'],
  security: needsScope('plans:read'),
  summary: 'The territories of a layout, as JSON or GeoJSON',
  description:
    'As GeoJSON each territory is a MultiPolygon. All are drawn at one H3 resolution: neighbours share their border, without gap or ' +
    'overlap, and at the finest the polygon that holds a point is the owner that a look-up names.',
  request: {
    params: layoutParams,
    query: closedObject({
      resolution: queryInteger({ minimum: 0, maximum: 15 }).optional().openapi({
        description:
          'H3 resolution of outlines, at most the finest. When left out the base, or a finer one where a territory would be too small to be seen. GeoJSON only.',
      }),
      include: z.enum(['cells']).optional().openapi({ description: '`cells` adds the cells of each. JSON only.' }),
    }),
  },
  responses: {
    200: {
      description: 'All territories.',
      headers: IMMUTABLE_HEADERS,
      content: {
        'application/json': {
          schema: z
            .object({
              layoutId: layoutParams.shape.layoutId,
              territories: z.array(territorySchema).max(1000).openapi({ description: 'All of them.' }),
            })
            .openapi('Territories'),
        },
        'application/geo+json': { schema: featureCollectionSchema },
      },
    },
    304: { description: 'The client has them already.' },
    ...problemAnswers(...OF_READING, 'solve-out-of-memory'),
  },
});

/** `GET /v1/layouts/{layoutId}/territories`. */
export function registerListTerritories(app: App): void {
  app.openapi(route, async (c) => {
    const mediaType = negotiate(c.req.header('accept'), ['application/json', 'application/geo+json']);
    const { ports, workspaceId } = c.var;
    const query = c.req.valid('query');
    const layoutId = parseLayoutId(c.req.valid('param').layoutId);
    const { layout, leaves } = await getLayoutLeaves(ports, workspaceId, layoutId);
    const resolution = outlineResolution(layout, query.resolution ?? null);
    if (mediaType === 'application/geo+json') {
      return answerImmutable(c, `${layoutId}-outlines-${resolution ?? ''}`, () =>
        geojsonResponse(c, ports.maps.featureCollection(drawTerritories(ports.optimizer, layout, leaves, resolution))),
      );
    }
    return answerImmutable(c, `${layoutId}-territories-${query.include ?? ''}`, () => {
      const cells = query.include === 'cells' ? cellsByTerritory(layout, leaves) : null;
      const territories = layout.territories.map(({ id, name, ...measures }, at) =>
        cells === null ? { id, name, ...measures } : { id, name, cells: cells[at], ...measures },
      );
      return c.json({ layoutId, territories } as never, 200);
    });
  });
}
