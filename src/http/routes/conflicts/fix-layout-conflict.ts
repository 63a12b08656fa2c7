import { createRoute, z } from '@hono/zod-openapi';
import { planOfLayout } from '../../../application/list-conflicts.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { rateLimitedAs } from '../../rate-limited-as.ts';
import { layoutParams } from '../layouts/layout-schema.ts';
import { answerFix } from './answer-fix.ts';
import { CONFLICT_ID, fixMembers, fixReportSchema } from './conflict-schema.ts';

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
  method: 'post',
  path: '/v1/layouts/{layoutId}/conflicts/{conflictId}/fix',
  operationId: 'fixLayoutConflict',
  tags: ['Conflicts'],
  security: needsScope('layouts:write'),
  summary: 'Settle a conflict of a layout',
  description:
    'Does what the conflict says as its `fix`, or otherwise by its choices, and looks for the conflict again. A layout that is made is listed in the plan and in force ' +
    'when it is published. What changes accounts needs `plans:write`, too, and what changes owners `layouts:publish`. A conflict that is gone already is left alone.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: layoutParams.extend({
      conflictId: z.string().openapi({
        param: { name: 'conflictId', in: 'path' },
        description: 'As the list of conflicts gives it.',
        example: CONFLICT_ID,
      }),
    }),
    query: closedObject({}),
    body: { required: true, content: { 'application/json': { schema: bodySchema, example: {} } } },
  },
  responses: {
    200: {
      description: 'What was done, and whether the conflict is gone.',
      content: { 'application/json': { schema: fixReportSchema } },
    },
    ...problemAnswers(
      ...OF_BODY,
      ...OF_READING,
      'accounts-replaced',
      'precondition-failed',
      'invalid-problem',
      'solve-too-long',
      'solve-out-of-memory',
      'plan-required',
    ),
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
