import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { countMovedAccounts } from '../../../application/count-moved-accounts.ts';
import { comparedResolutions, drawDifferences } from '../../../application/draw-differences.ts';
import { getComparedPair, openComparison } from '../../../application/open-comparison.ts';
import { compareLayouts } from '../../../domain/compare-layouts.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import { answerImmutable, IMMUTABLE_HEADERS } from '../../answer-immutable.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerVersion } from '../../entity-tag.ts';
import { featureCollectionSchema, geojsonResponse } from '../../geojson-response.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { negotiate } from '../../negotiate.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { queryInteger } from '../../query-number.ts';
import { comparedPlanId, comparisonParams, comparisonSchema } from './comparison-schema.ts';
import { outlineResolution } from './outline-resolution.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/layouts/{layoutId}/compare/{otherLayoutId}',
  operationId: 'compareLayouts',
  tags: ['Layouts'],
  security: needsScope('plans:read'),
  summary: 'Who and what moves from one layout to another',
  description:
    'Territories that stand for each other: those of one id, where one layout was made from the other; all others are matched so that they share most in all. What moves is ' +
    'counted in the leaves of both; a metric that only one layout has is null. Where the layouts count different accounts, what did not move but is counted anew is `recounted`. ' +
    'As GeoJSON: the places that are in another territory than before, outlined, with `from` and `to`.',
  middleware: [answerJson('application/geo+json'), etag()],
  request: {
    params: comparisonParams,
    query: closedObject({
      planId: comparedPlanId.openapi({
        description:
          'Tells in `reps` whose accounts move, by those that the plan has now; of the line that the other layout is of. JSON only.',
        example: 'pln_2Yq8HkLr0sVbN3xTzWcJ5m',
      }),
      resolution: queryInteger({ minimum: 0, maximum: 15 }).optional().openapi({
        description:
          'H3 resolution of outlines, at most the finest of either layout. When left out the coarsest at which no difference is too small to be seen. GeoJSON only.',
      }),
    }),
  },
  responses: {
    200: {
      description: 'The differences. They never change, but for `reps`: with `planId` the answer may not be kept.',
      headers: IMMUTABLE_HEADERS,
      content: {
        'application/json': { schema: comparisonSchema },
        'application/geo+json': { schema: featureCollectionSchema },
      },
    },
    ...problemAnswers(...OF_READING, 'invalid-problem', 'solve-out-of-memory'),
  },
});

/** `GET /v1/layouts/{a}/compare/{b}`. */
export function registerCompareLayouts(app: App): void {
  app.openapi(route, async (c) => {
    const mediaType = negotiate(c.req.header('accept'), ['application/json', 'application/geo+json']);
    const { ports, workspaceId } = c.var;
    const { layoutId, otherLayoutId } = c.req.valid('param');
    const { planId, resolution } = c.req.valid('query');
    const pair = await getComparedPair(ports, workspaceId, parseLayoutId(layoutId), parseLayoutId(otherLayoutId));
    const variant = `${layoutId}-${otherLayoutId}-${pair.derived ? 'derived' : 'apart'}`;
    if (mediaType === 'application/geo+json') {
      const drawnAt = outlineResolution({ resolution: comparedResolutions(pair) }, resolution ?? null);
      return answerImmutable(c, `${variant}-geojson-${drawnAt ?? ''}`, async () => {
        const input = await openComparison(ports, workspaceId, pair);
        return geojsonResponse(c, ports.maps.featureCollection(drawDifferences(ports.optimizer, input, drawnAt)));
      });
    }
    if (planId === undefined) {
      return answerImmutable(c, `${variant}-json`, async () => {
        const compared = compareLayouts(await openComparison(ports, workspaceId, pair));
        return c.json({ ...compared, reps: null } as never, 200);
      });
    }
    const input = await openComparison(ports, workspaceId, pair);
    const reps = await countMovedAccounts(ports, workspaceId, input, planId);
    const body = { ...compareLayouts(input), reps };
    c.header('Vary', 'Accept');
    return answerVersion(c, body as never, 200);
  });
}
