import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getPlan } from '../../../application/get-plan.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { orderedSpan, spanQuery } from '../../day-query.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { dealSchema } from './deal-schema.ts';

const text = z.string().min(1).max(200).optional();

const query = orderedSpan(
  closedObject({
    ...pageQuery,
    account: text.openapi({ description: 'Those of an account.', example: 'acc-1001' }),
    stage: text.openapi({ description: 'Those at a stage.', example: 'proposal' }),
    metric: text.openapi({ description: 'Those with this metric of their own.', example: 'revenue' }),
    from: spanQuery.from.openapi({ description: 'First day of the expected close, included.' }),
    until: spanQuery.until.openapi({ description: 'Last day of the expected close, included.' }),
  }),
);

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/deals',
  operationId: 'listDeals',
  tags: ['Performance'],
  security: needsScope('plans:read'),
  summary: 'The open deals of a plan, by id',
  middleware: [answerJson(), etag()],
  request: { params: planParams, query },
  responses: {
    200: {
      description: 'A page of deals.',
      content: { 'application/json': { schema: pageSchema(dealSchema).openapi('DealPage') } },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/deals`. */
export function registerListDeals(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { planId } = await getPlan(ports, workspaceId, c.req.valid('param').planId);
    const asked = c.req.valid('query');
    const { account = null, stage = null, metric = null, from = null, until = null } = asked;
    const filter = { account, stage, metric, from, until };
    return c.json(linkPage(c, await ports.deals.list(workspaceId, planId, filter, pageRequest(c, asked))), 200);
  });
}
