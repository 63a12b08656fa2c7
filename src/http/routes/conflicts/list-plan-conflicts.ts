import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { layoutOfPlan } from '../../../application/list-conflicts.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { featureCollectionSchema } from '../../geojson-response.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { answerConflicts } from './answer-conflicts.ts';
import { conflictPageSchema, conflictQuery } from './conflict-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/conflicts',
  operationId: 'listPlanConflicts',
  tags: ['Conflicts'],
  security: needsScope('plans:read'),
  summary: 'What in a plan is disputed, doubled or missing',
  description:
    'As `listLayoutConflicts`, of the layout that is in force in the line; where nothing is, of the latest layout of the plan, and `inForce` says so.',
  middleware: [etag()],
  request: { params: planParams, query: closedObject(conflictQuery) },
  responses: {
    200: {
      description: 'Counts, and a page of conflicts.',
      content: {
        'application/json': { schema: conflictPageSchema },
        'application/geo+json': { schema: featureCollectionSchema },
      },
    },
    304: { description: 'The client has them already.' },
    ...problemAnswers(...OF_READING, 'accounts-replaced', 'invalid-problem'),
  },
});

/** `GET /v1/plans/{planId}/conflicts`. */
export function registerListPlanConflicts(app: App): void {
  app.openapi(route, async (c) => {
    const query = c.req.valid('query');
    const { planId } = c.req.valid('param');
    const { layoutId, isInForce } = await layoutOfPlan(
      c.var.ports,
      c.var.workspaceId,
      planId,
      query.line ?? null,
      'line',
    );
    return answerConflicts(c, { planId, layoutId, isInForce }, query) as never;
  });
}
