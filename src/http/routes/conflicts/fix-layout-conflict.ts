import { createRoute, z } from '@hono/zod-openapi';
import { planOfLayout } from '../../../application/list-conflicts.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { needsScope } from '../../needs-scope.ts';
import { rateLimitedAs } from '../../rate-limited-as.ts';
import { layoutParams } from '../layouts/layout-schema.ts';
import { answerFix } from './answer-fix.ts';
import { conflictFix, conflictParams } from './conflict-fix.ts';
import { fixMembers } from './conflict-schema.ts';

const bodySchema = closedObject({
  planId: z
    .string()
    .max(100)
    .optional()
    .openapi({ description: 'The plan whose accounts count; the one that lists the layout when left out.' }),
  ...fixMembers,
}).openapi('LayoutConflictFix');

const route = createRoute({
  ...rateLimitedAs('solves'),
  path: '/v1/layouts/{layoutId}/conflicts/{conflictId}/fix',
  operationId: 'fixLayoutConflict',
  tags: ['Conflicts'],
  security: needsScope('layouts:write'),
  summary: 'Settle a conflict of a layout',
  ...conflictFix('plan-required'),
  request: {
    params: layoutParams.extend(conflictParams),
    query: closedObject({}),
    body: { required: true, content: { 'application/json': { schema: bodySchema, example: {} } } },
  },
});

/** `POST /v1/layouts/{layoutId}/conflicts/{conflictId}/fix`. */
export function registerFixLayoutConflict(app: App): void {
  app.openapi(route, async (c) => {
    const { planId: given, line, groupBy, ...choices } = c.req.valid('json');
    const { conflictId, layoutId: text } = c.req.valid('param');
    const layoutId = parseLayoutId(text);
    const planId = await planOfLayout(c.var.ports, c.var.workspaceId, layoutId, given ?? null);
    return answerFix(c, { planId, layoutId, isOfPlan: false, conflictId, line, groupBy, choices });
  });
}
