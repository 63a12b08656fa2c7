import { createRoute, z } from '@hono/zod-openapi';
import { drawTile } from '../../../application/draw-tile.ts';
import { getLayout } from '../../../application/get-layout.ts';
import { Failure } from '../../../domain/failure.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import { parseTileAddress } from '../../../domain/tile-address.ts';
import { answerImmutable, IMMUTABLE_HEADERS } from '../../answer-immutable.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { needsScope } from '../../needs-scope.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { rateLimitedAs } from '../../rate-limited-as.ts';
import { layoutParams } from './layout-schema.ts';

const MEDIA_TYPES = { mvt: 'application/vnd.mapbox-vector-tile', geojson: 'application/geo+json' } as const;

const route = createRoute({
  method: 'get',
  path: '/v1/layouts/{layoutId}/tiles/{z}/{x}/{tile}',
  operationId: 'getTile',
  tags: ['Tiles'],
  security: needsScope('tiles:read'),
  ...rateLimitedAs('tiles'),
  summary: 'A tile of a layout',
  description:
    'Layer `territories` at every zoom; layer `cells` from where cells are some pixels wide. Neighbours share their borders. The address ' +
    'ends in `{y}.mvt` for a vector tile (MVT 2.1) or `{y}.geojson` for the same in degrees, where each feature names its `layer`.',
  request: {
    params: layoutParams.extend({
      z: z.string().openapi({ param: { name: 'z', in: 'path' }, description: 'Zoom, 0 to 16.', example: '4' }),
      x: z.string().openapi({ param: { name: 'x', in: 'path' }, description: 'Column from the west.', example: '3' }),
      tile: z.string().openapi({
        param: { name: 'tile', in: 'path' },
        description: 'Row from the north, and format.',
        example: '6.mvt',
      }),
    }),
    query: closedObject({}),
  },
  responses: {
    200: {
      description: 'The tile.',
      headers: IMMUTABLE_HEADERS,
      content: {
        [MEDIA_TYPES.mvt]: { schema: { type: 'string', format: 'binary' } },
        [MEDIA_TYPES.geojson]: { schema: { $ref: '#/components/schemas/FeatureCollection' } },
      },
    },
    204: { description: 'Nothing of the layout lies in the vector tile.' },
    304: { description: 'The client has it already.' },
    ...problemAnswers('invalid-parameter', 'unauthorized', 'not-found', 'solve-out-of-memory'),
  },
});

/** `GET /v1/layouts/{layoutId}/tiles/{z}/{x}/{y}.mvt` and `.geojson`. */
export function registerGetTile(app: App): void {
  app.openapi(route, async (c) => {
    const { z, x, tile, layoutId: text } = c.req.valid('param');
    const layoutId = parseLayoutId(text);
    const [, y = '', format = ''] = /^([^.]*)\.(.*)$/.exec(tile) ?? [];
    if (format !== 'mvt' && format !== 'geojson') throw unknownFormat(tile);
    const address = parseTileAddress({ z, x, y });
    const layout = await getLayout(c.var.ports, c.var.workspaceId, layoutId);
    return answerImmutable(c, `${layoutId}-${z}-${x}-${tile}`, async () => {
      const bytes = await drawTile(c.var.ports, c.var.workspaceId, layout, address, format);
      if (bytes !== null) return c.body(bytes as Uint8Array<ArrayBuffer>, 200, { 'Content-Type': MEDIA_TYPES[format] });
      if (format === 'mvt') return c.body(null, 204);
      return c.body('{"type":"FeatureCollection","features":[]}', 200, { 'Content-Type': MEDIA_TYPES.geojson });
    });
  });
}

function unknownFormat(tile: string): Failure {
  return Failure.invalid('invalid-parameter', {
    field: 'tile',
    value: tile.slice(0, 100),
    detail: 'has no known format',
    remedy: 'end the address in .mvt or .geojson',
  });
}
