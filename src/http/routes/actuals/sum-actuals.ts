import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { groupActuals } from '../../../application/group-actuals.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { orderedSpan } from '../../day-query.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { actualFilter, actualFilterQuery } from './actual-schema.ts';

const query = orderedSpan(
  closedObject({
    groupBy: z.enum(['period', 'territory', 'rep', 'account']).openapi({
      description:
        '`period`: by month. `territory` and `rep`: by who owned the account at the beginning of the day, or of the month where a month was sent.',
      example: 'territory',
    }),
    ...pageQuery,
    ...actualFilterQuery,
  }),
);

const sumSchema = z
  .object({
    group: z.string().nullable().openapi({
      description: 'A month, or the id of a territory, rep or account; null: what nobody owned.',
      example: 't1',
    }),
    metric: z.string().openapi({ description: 'What was measured.', example: 'revenue' }),
    value: z.number().openapi({ description: 'The sum.', example: 182_400 }),
    rows: z.number().int().openapi({ description: 'Actuals that were summed.', example: 96 }),
  })
  .openapi('ActualSum');

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/actuals/sums',
  operationId: 'sumActuals',
  tags: ['Performance'],
  security: needsScope('plans:read'),
  summary: 'What was achieved, summed by month, territory, rep or account',
  description:
    'Sums by territory and rep are of who owned the account then, as the publications of the plan, its rules, owners by name and moves of the account have ' +
    'it; for days on which nothing was in force, of who owns it now. Without anything in force the rep is the `repId` of the account. What is said of single ' +
    'lines of the plan does not count.',
  middleware: [answerJson(), etag()],
  request: { params: planParams, query },
  responses: {
    200: {
      description: 'A page of sums, by group and metric.',
      content: { 'application/json': { schema: pageSchema(sumSchema).openapi('ActualSumPage') } },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/actuals/sums`. */
export function registerSumActuals(app: App): void {
  app.openapi(route, async (c) => {
    const { groupBy, ...asked } = c.req.valid('query');
    const { ports, workspaceId } = c.var;
    const { planId } = c.req.valid('param');
    const page = pageRequest(c, asked);
    const sums = await groupActuals(ports, workspaceId, planId, groupBy, actualFilter(asked), page);
    return c.json(linkPage(c, sums), 200);
  });
}
