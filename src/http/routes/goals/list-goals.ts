import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { listGoals } from '../../../application/list-goals.ts';
import { Failure } from '../../../domain/failure.ts';
import { subjectKey } from '../../../domain/goal.ts';
import { shorten } from '../../../domain/shorten.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { atQuery, goalBody, goalSchema, subjectOf } from './goal-schema.ts';

const id = z.string().min(1).max(800).optional();

const querySchema = closedObject({
  ...pageQuery,
  territory: id.openapi({ description: 'Goals of this territory.', example: 't1' }),
  rep: id.openapi({ description: 'Goals of this rep.' }),
  hierarchy: id.openapi({ description: 'Goals of a node of this hierarchy, with `node`.' }),
  node: id.openapi({ description: 'Goals of this node of the hierarchy.' }),
  plan: z.enum(['true']).optional().openapi({ description: 'Goals of the plan as a whole.' }),
  metric: z.string().min(1).max(100).optional().openapi({ description: 'Goals of this metric.', example: 'revenue' }),
  at: atQuery.openapi({ description: 'Goals whose period has this day, with their targets as of it.' }),
});

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/goals',
  operationId: 'listGoals',
  tags: ['Goals'],
  security: needsScope('plans:read'),
  summary: 'The goals of a plan, in the order in which they were made',
  description:
    'Of one subject at most, of one metric, on one day. What took effect before now has moved goals; what is scheduled has not.',
  middleware: [answerJson(), etag()],
  request: { params: planParams, query: querySchema },
  responses: {
    200: {
      description: 'A page of goals.',
      content: { 'application/json': { schema: pageSchema(goalSchema).openapi('GoalPage') } },
    },
    ...problemAnswers(...OF_READING, 'precondition-failed', 'accounts-replaced'),
  },
});

/** `GET /v1/plans/{planId}/goals`. */
export function registerListGoals(app: App): void {
  app.openapi(route, async (c) => {
    const { planId } = c.req.valid('param');
    const { territory, rep, hierarchy, node, plan, metric, at, ...page } = c.req.valid('query');
    const filter = { subject: keyOf({ territory, rep, hierarchy, node, plan }), metric, at };
    const { ports, workspaceId } = c.var;
    const goals = await listGoals(ports, workspaceId, planId, filter, pageRequest(c, page));
    const items = goals.items.map((goal) => goalBody(goal, planId, at ?? null));
    return c.json(linkPage(c, { items, next: goals.next }), 200);
  });
}

/** The subject that a query names, undefined where it names none. Throws `invalid-parameter`. */
function keyOf({
  territory,
  rep,
  hierarchy,
  node,
  plan,
}: Partial<Record<string, string | undefined>>): string | undefined {
  const [first] = Object.entries({ territory, rep, hierarchy, node, plan }).filter(([, value]) => value !== undefined);
  if (first === undefined) return undefined;
  const isPlan = plan === undefined ? undefined : (true as const);
  const subject = subjectOf({ territoryId: territory, repId: rep, hierarchyId: hierarchy, nodeId: node, plan: isPlan });
  if (subject !== null) return subjectKey(subject);
  throw Failure.invalid('invalid-parameter', {
    ...{ field: first[0], value: shorten(first[1] ?? ''), detail: 'is not all that names one subject, or more' },
    remedy: 'send territory, rep, hierarchy with node, or plan=true',
  });
}
