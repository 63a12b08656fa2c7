import { createRoute } from '@hono/zod-openapi';
import { drawTile } from '../../../application/draw-tile.ts';
import { getLayout } from '../../../application/get-layout.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import { IMMUTABLE_HEADERS } from '../../answer-immutable.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { needsScope } from '../../needs-scope.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { rateLimitedAs } from '../../rate-limited-as.ts';
import { answerTile, tileContent, tileParams, tilePlace } from './answer-tile.ts';
import { layoutParams } from './layout-schema.ts';

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
    params: layoutParams.extend(tileParams.shape),
    query: closedObject({}),
  },
  responses: {
    200: {
      description: 'The tile.',
      headers: IMMUTABLE_HEADERS,
      content: tileContent,
    },
    204: { description: 'Nothing of the layout lies in the vector tile.' },
    304: { description: 'The client has it already.' },
    ...problemAnswers('invalid-parameter', 'unauthorized', 'not-found', 'solve-out-of-memory'),
  },
});

/** `GET /v1/layouts/{layoutId}/tiles/{z}/{x}/{y}.mvt` and `.geojson`. */
export function registerGetTile(app: App): void {
  app.openapi(route, async (c) => {
    const { layoutId: text, ...place } = c.req.valid('param');
    const layoutId = parseLayoutId(text);
    const { address, format } = tilePlace(place);
    const layout = await getLayout(c.var.ports, c.var.workspaceId, layoutId);
    return answerTile(c, layoutId, { address, format }, () =>
      drawTile(c.var.ports, c.var.workspaceId, layout, address, format),
    );
  });
}
