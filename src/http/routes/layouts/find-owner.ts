import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { findOwner } from '../../../application/find-owner.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import type { App } from '../../app.ts';
import { blamedBy } from '../../blamed-by.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { queryNumber } from '../../query-number.ts';
import { layoutParams } from './layout-schema.ts';
import { placeOf } from './place-of.ts';

const querySchema = closedObject({
  lat: queryNumber({ minimum: -90, maximum: 90 })
    .optional()
    .openapi({ description: 'Latitude in degrees; with `lng`.', example: 40.7128 }),
  lng: queryNumber({ minimum: -180, maximum: 180 })
    .optional()
    .openapi({ description: 'Longitude in degrees; with `lat`.', example: -74.006 }),
  cell: z.string().max(100).optional().openapi({ description: 'An H3 cell instead of a point: its center counts.' }),
}).check(blamedBy((place) => placeOf(place, '/')));

const route = createRoute({
  method: 'get',
  path: '/v1/layouts/{layoutId}/owner',
  operationId: 'findOwner',
  tags: ['Layouts'],
  security: needsScope('plans:read'),
  summary: 'The territory that owns a point or a cell',
  middleware: [answerJson(), etag()],
  request: { params: layoutParams, query: querySchema },
  responses: {
    200: {
      description: 'The owner.',
      content: {
        'application/json': {
          schema: z
            .object({
              layoutId: layoutParams.shape.layoutId,
              territory: z
                .object({ id: z.string(), name: z.string() })
                .openapi({ description: 'Whose it is.', example: { id: 't7', name: 'Territory 7' } }),
              cell: z
                .string()
                .openapi({ description: 'The cell of the layout that holds the place.', example: '842a107ffffffff' }),
            })
            .openapi('Owner'),
        },
      },
    },
    ...problemAnswers(...OF_READING, 'outside-cover'),
  },
});

/** `GET /v1/layouts/{layoutId}/owner`. */
export function registerFindOwner(app: App): void {
  app.openapi(route, async (c) => {
    const layoutId = parseLayoutId(c.req.valid('param').layoutId);
    const owner = await findOwner(c.var.ports, c.var.workspaceId, layoutId, placeOf(c.req.valid('query'), ''));
    return c.json(owner, 200);
  });
}
