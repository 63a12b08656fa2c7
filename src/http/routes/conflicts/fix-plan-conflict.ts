import { createRoute } from '@hono/zod-openapi';
import { layoutOfPlan } from '../../../application/list-conflicts.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { needsScope } from '../../needs-scope.ts';
import { rateLimitedAs } from '../../rate-limited-as.ts';
import { planParams } from '../plans/plan-schema.ts';
import { answerFix } from './answer-fix.ts';
import { conflictFix, conflictParams } from './conflict-fix.ts';
import { fixBodySchema } from './conflict-schema.ts';

const route = createRoute({
  ...rateLimitedAs('solves'),
  path: '/v1/plans/{planId}/conflicts/{conflictId}/fix',
  operationId: 'fixPlanConflict',
  tags: ['Conflicts'],
  security: needsScope('layouts:write'),
  summary: 'Settle a conflict of a plan',
  ...conflictFix(),
  request: {
    params: planParams.extend(conflictParams),
    query: closedObject({}),
    body: { required: true, content: { 'application/json': { schema: fixBodySchema, example: {} } } },
  },
});

/** `POST /v1/plans/{planId}/conflicts/{conflictId}/fix`. */
export function registerFixPlanConflict(app: App): void {
  app.openapi(route, async (c) => {
    const { line, groupBy, ...choices } = c.req.valid('json');
    const { conflictId, planId } = c.req.valid('param');
    const { layoutId } = await layoutOfPlan(c.var.ports, c.var.workspaceId, planId, line ?? null, '/line');
    return answerFix(c, { planId, layoutId, isOfPlan: true, conflictId, line, groupBy, choices });
  });
}
