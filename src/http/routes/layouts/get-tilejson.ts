import { createRoute, z } from '@hono/zod-openapi';
import { describeTiles } from '../../../application/describe-tiles.ts';
import { getLayoutLeaves } from '../../../application/get-layout.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import { answerImmutable, IMMUTABLE_HEADERS } from '../../answer-immutable.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { layoutParams } from './layout-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/layouts/{layoutId}/tilejson.json',
  operationId: 'getTilejson',
  tags: ['Tiles'],
  security: needsScope('tiles:read'),
  summary: 'TileJSON 3.0 of a layout',
  middleware: [answerJson()],
  request: { params: layoutParams, query: closedObject({}) },
  responses: {
    200: {
      description: 'What the tiles hold and where they are. Tiles need the key, too.',
      headers: IMMUTABLE_HEADERS,
      content: {
        'application/json': {
          schema: z
            .looseObject({
              tilejson: z.literal('3.0.0').openapi({ description: 'Version of the format.' }),
              tiles: z
                .array(z.string())
                .max(1)
                .openapi({
                  description: 'Address of tiles, to be filled in.',
                  example: ['https://api.example.com/v1/layouts/lay_k4x7/tiles/{z}/{x}/{y}.mvt'],
                }),
            })
            .openapi('Tilejson'),
        },
      },
    },
    304: { description: 'The client has it already.' },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/layouts/{layoutId}/tilejson.json`. */
export function registerGetTilejson(app: App): void {
  app.openapi(route, async (c) => {
    const layoutId = parseLayoutId(c.req.valid('param').layoutId);
    const { layout, leaves } = await getLayoutLeaves(c.var.ports, c.var.workspaceId, layoutId);
    return answerImmutable(c, `${layoutId}-tilejson`, () => {
      const tilesUrl = `${new URL(c.req.url).origin}/v1/layouts/${layoutId}/tiles/{z}/{x}/{y}.mvt`;
      return c.json(describeTiles(layout, leaves, tilesUrl) as never, 200);
    });
  });
}
