import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { planOfLayout } from '../../../application/list-conflicts.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { featureCollectionSchema } from '../../geojson-response.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { layoutParams } from '../layouts/layout-schema.ts';
import { planParams } from '../plans/plan-schema.ts';
import { answerConflicts } from './answer-conflicts.ts';
import { conflictPageSchema, conflictQuery } from './conflict-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/layouts/{layoutId}/conflicts',
  operationId: 'listLayoutConflicts',
  tags: ['Conflicts'],
  security: needsScope('plans:read'),
  summary: 'What in a layout is disputed, doubled or missing',
  description:
    'Looks at the layout, at the accounts and reps of the plan as they are now, and at who serves the territories: as a publication of the layout says, or the file ' +
    'that it was imported from. Each conflict says how it arose, and most how one call settles it. By kind, in pages; as GeoJSON a point for each.',
  middleware: [etag()],
  request: {
    params: layoutParams,
    query: closedObject({
      planId: planParams.shape.planId.optional().openapi({
        param: { name: 'planId', in: 'query' },
        description: 'The plan whose accounts count; the one that lists the layout when left out.',
      }),
      ...conflictQuery,
    }),
  },
  responses: {
    200: {
      description: 'Counts, and a page of conflicts.',
      content: {
        'application/json': { schema: conflictPageSchema },
        'application/geo+json': { schema: featureCollectionSchema },
      },
    },
    304: { description: 'The client has them already.' },
    ...problemAnswers(...OF_READING, 'accounts-replaced', 'invalid-problem', 'plan-required'),
  },
});

/** `GET /v1/layouts/{layoutId}/conflicts`. */
export function registerListLayoutConflicts(app: App): void {
  app.openapi(route, async (c) => {
    const { planId: given, ...query } = c.req.valid('query');
    const layoutId = parseLayoutId(c.req.valid('param').layoutId);
    const planId = await planOfLayout(c.var.ports, c.var.workspaceId, layoutId, given ?? null);
    return answerConflicts(c, { planId, layoutId, isInForce: null }, query) as never;
  });
}
