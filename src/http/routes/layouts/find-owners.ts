import { createRoute, z } from '@hono/zod-openapi';
import { findOwners } from '../../../application/find-owners.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import type { App } from '../../app.ts';
import { blamedBy } from '../../blamed-by.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { layoutParams } from './layout-schema.ts';
import { placeOf } from './place-of.ts';

/** Places of one request: some hundred kB. */
const MAX_PLACES = 10_000;

const bodySchema = closedObject({
  places: z
    .array(
      closedObject({
        lat: z.number().min(-90).max(90).optional(),
        lng: z.number().min(-180).max(180).optional(),
        cell: z.string().max(100).optional(),
      }).check(blamedBy((place) => placeOf(place, '/'))),
    )
    .max(MAX_PLACES)
    .openapi({
      description: 'Points (`lat` and `lng`), or cells, whose centers count.',
      example: [{ lat: 40.7128, lng: -74.006 }, { cell: '892a1072b5bffff' }],
    }),
}).openapi('Places');

const route = createRoute({
  method: 'post',
  path: '/v1/layouts/{layoutId}/owner',
  operationId: 'findOwners',
  tags: ['Layouts'],
  security: needsScope('plans:read'),
  summary: 'The territories that own many points or cells',
  middleware: [answerJson(), guardJson()],
  request: {
    params: layoutParams,
    query: closedObject({}),
    body: { required: true, content: { 'application/json': { schema: bodySchema } } },
  },
  responses: {
    200: {
      description: 'The owner of each place in the order of the request, null outside of the cover.',
      content: {
        'application/json': {
          schema: z
            .object({
              layoutId: layoutParams.shape.layoutId,
              owners: z
                .array(z.object({ territoryId: z.string(), cell: z.string() }).nullable())
                .max(MAX_PLACES)
                .openapi({
                  description: 'Owners in the order of the places.',
                  example: [{ territoryId: 't7', cell: '842a107ffffffff' }, null],
                }),
            })
            .openapi('Owners'),
        },
      },
    },
    ...problemAnswers(...OF_BODY, ...OF_READING),
  },
});

/** `POST /v1/layouts/{layoutId}/owner`. */
export function registerFindOwners(app: App): void {
  app.openapi(route, async (c) => {
    const layoutId = parseLayoutId(c.req.valid('param').layoutId);
    const places = c.req.valid('json').places.map((place, at) => placeOf(place, `/places/${at}/`));
    const owners = await findOwners(c.var.ports, c.var.workspaceId, layoutId, places);
    return c.json({ layoutId, owners }, 200);
  });
}
