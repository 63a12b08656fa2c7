import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { listGoals } from '../../../application/list-goals.ts';
import { Failure } from '../../../domain/failure.ts';
import { subjectKey } from '../../../domain/goal.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { atQuery, type GivenSubject, goalBody, goalSchema, subjectOf } from './goal-schema.ts';

const id = z.string().min(1).max(800).optional();

const querySchema = closedObject({
  ...pageQuery,
  territoryId: id.openapi({ description: 'Goals of this territory.', example: 't1' }),
  repId: id.openapi({ description: 'Goals of this rep.' }),
  hierarchyId: id.openapi({ description: 'Goals of a node of this hierarchy, with `nodeId`.' }),
  nodeId: id.openapi({ description: 'Goals of this node of the hierarchy.' }),
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
    const { territoryId, repId, hierarchyId, nodeId, plan, metric, at, ...page } = c.req.valid('query');
    const given = { territoryId, repId, hierarchyId, nodeId, plan: plan && (true as const) };
    const filter = { subject: keyOf(given), metric, at };
    const { ports, workspaceId } = c.var;
    const goals = await listGoals(ports, workspaceId, planId, filter, pageRequest(c, page));
    const items = goals.items.map((goal) => goalBody(goal, planId, at ?? null));
    return c.json(linkPage(c, { items, next: goals.next }), 200);
  });
}

/** The subject that a query names, undefined where it names none. Throws `invalid-parameter`. */
function keyOf(given: GivenSubject): string | undefined {
  const named = Object.entries(given).filter(([, value]) => value !== undefined);
  const [first] = named;
  if (first === undefined) return undefined;
  const subject = subjectOf(given);
  if (subject !== null) return subjectKey(subject);
  throw Failure.invalid('invalid-parameter', {
    ...{ field: first[0], value: String(first[1]).slice(0, 100), detail: 'is not all that names one subject, or more' },
    remedy: 'send territoryId, repId, hierarchyId with nodeId, or plan=true',
  });
}
