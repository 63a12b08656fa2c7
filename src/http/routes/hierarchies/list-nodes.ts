import { createRoute, z } from '@hono/zod-openapi';
import { measureParents } from '../../../application/describe-hierarchy.ts';
import { drawParents } from '../../../application/draw-parents.ts';
import { getHierarchy } from '../../../application/get-hierarchy.ts';
import { getLayoutLeaves } from '../../../application/get-layout.ts';
import { Failure } from '../../../domain/failure.ts';
import { type Hierarchy, MAX_PARENTS } from '../../../domain/hierarchy.ts';
import { shorten } from '../../../domain/shorten.ts';
import { answerTagged } from '../../answer-tagged.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { featureCollectionSchema, geojsonResponse } from '../../geojson-response.ts';
import { needsScope } from '../../needs-scope.ts';
import { negotiate } from '../../negotiate.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { queryInteger } from '../../query-number.ts';
import { outlineResolution } from '../layouts/outline-resolution.ts';
import { hierarchyParams, hierarchySchema, nodeSchema } from './hierarchy-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/hierarchies/{hierarchyId}/nodes',
  operationId: 'listNodes',
  tags: ['Hierarchies'],
  security: needsScope('plans:read'),
  summary: 'The nodes of a level, as JSON or GeoJSON',
  description:
    'As GeoJSON each node is a MultiPolygon, the union of its territories. All are drawn at one H3 resolution, as `GET /v1/layouts/{layoutId}/territories` draws: ' +
    'at the same resolution borders of nodes are borders of territories.',
  request: {
    params: hierarchyParams,
    query: closedObject({
      level: z.string().max(50).optional().openapi({
        description: 'Name of the level; the one next to the territories when left out.',
        example: 'district',
      }),
      resolution: queryInteger({ minimum: 0, maximum: 15 }).optional().openapi({
        description:
          'H3 resolution of outlines, at most the finest. When left out the base, or a finer one where a node would be too small to be seen. GeoJSON only.',
      }),
    }),
  },
  responses: {
    200: {
      description: 'All nodes of the level.',
      content: {
        'application/json': {
          schema: z
            .object({
              hierarchyId: hierarchySchema.shape.hierarchyId,
              layoutId: hierarchySchema.shape.layoutId,
              level: z.string().openapi({ description: 'The level.', example: 'district' }),
              nodes: z.array(nodeSchema).max(MAX_PARENTS).openapi({ description: 'All of the level.' }),
            })
            .openapi('HierarchyNodes'),
        },
        'application/geo+json': { schema: featureCollectionSchema },
      },
    },
    304: { description: 'The client has them already.' },
    ...problemAnswers(...OF_READING, 'solve-out-of-memory'),
  },
});

/** `GET /v1/hierarchies/{hierarchyId}/nodes`. */
export function registerListNodes(app: App): void {
  app.openapi(route, async (c) => {
    const mediaType = negotiate(c.req.header('accept'), ['application/json', 'application/geo+json']);
    const { ports, workspaceId } = c.var;
    const query = c.req.valid('query');
    const hierarchy = await getHierarchy(ports, workspaceId, c.req.valid('param').hierarchyId);
    const { hierarchyId, layoutId, version } = hierarchy;
    const { layout, leaves } = await getLayoutLeaves(ports, workspaceId, layoutId);
    const level = levelOf(hierarchy, query.level);
    const resolution = outlineResolution(layout, query.resolution ?? null);
    const variant = `${hierarchyId}-${version}-${level}`;
    if (mediaType === 'application/geo+json') {
      return answerTagged(c, `${variant}-outlines-${resolution ?? ''}`, () => {
        const drawn = drawParents(ports.optimizer, hierarchy, layout, leaves, level, resolution);
        return geojsonResponse(c, ports.maps.featureCollection(drawn));
      });
    }
    return answerTagged(c, `${variant}-nodes`, () => {
      const nodes = measureParents(hierarchy, layout, level);
      return c.json({ hierarchyId, layoutId, level: hierarchy.levels[level], nodes } as never, 200);
    });
  });
}

/** Position of the level of a name. Throws `invalid-parameter`. */
function levelOf({ levels }: Hierarchy, name: string | undefined): number {
  const level = name === undefined ? 0 : levels.indexOf(name);
  if (level >= 0) return level;
  throw Failure.invalid('invalid-parameter', {
    field: 'level',
    value: shorten(name ?? ''),
    detail: 'is no level of the hierarchy',
    remedy: `name one of the levels: ${levels.join(', ')}`,
  });
}
