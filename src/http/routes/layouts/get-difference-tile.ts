import { createRoute } from '@hono/zod-openapi';
import { drawDifferenceTile } from '../../../application/draw-difference-tile.ts';
import { getComparedPair } from '../../../application/open-comparison.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import { IMMUTABLE_HEADERS } from '../../answer-immutable.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { needsScope } from '../../needs-scope.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { rateLimitedAs } from '../../rate-limited-as.ts';
import { answerTile, tileContent, tileParams, tilePlace } from './answer-tile.ts';
import { comparisonParams } from './comparison-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/layouts/{layoutId}/compare/{otherLayoutId}/tiles/{z}/{x}/{tile}',
  operationId: 'getDifferenceTile',
  tags: ['Tiles'],
  security: needsScope('tiles:read'),
  ...rateLimitedAs('tiles'),
  summary: 'A tile of what differs between two layouts',
  description:
    'Layer `differences`: the places that are in another territory than before, a feature for every two territories with `from`, `to` and what moves as `sums.` and the metric. ' +
    'The address ends in `{y}.mvt` for a vector tile (MVT 2.1) or `{y}.geojson` for the same in degrees.',
  request: { params: comparisonParams.extend(tileParams.shape), query: closedObject({}) },
  responses: {
    200: { description: 'The tile.', headers: IMMUTABLE_HEADERS, content: tileContent },
    204: { description: 'Nothing in the vector tile differs.' },
    304: { description: 'The client has it already.' },
    ...problemAnswers('invalid-parameter', 'unauthorized', 'not-found', 'solve-out-of-memory'),
  },
});

/** `GET /v1/layouts/{a}/compare/{b}/tiles/{z}/{x}/{y}.mvt` and `.geojson`. */
export function registerGetDifferenceTile(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { layoutId, otherLayoutId, ...given } = c.req.valid('param');
    const [a, b] = [parseLayoutId(layoutId), parseLayoutId(otherLayoutId)];
    const place = tilePlace(given);
    const pair = await getComparedPair(ports, workspaceId, a, b);
    const variant = `${a}-${b}-${pair.derived ? 'derived' : 'apart'}`;
    return answerTile(c, variant, place, () =>
      drawDifferenceTile(ports, workspaceId, pair, place.address, place.format),
    );
  });
}
