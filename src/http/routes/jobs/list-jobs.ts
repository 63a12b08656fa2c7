import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { listJobs } from '../../../application/list-jobs.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { jobBody, jobSchema, jobStateSchema } from './job-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/jobs',
  operationId: 'listJobs',
  tags: ['Jobs'],
  security: needsScope('plans:read'),
  summary: 'The jobs of the workspace, the latest first',
  middleware: [answerJson(), etag()],
  request: {
    query: closedObject({
      ...pageQuery,
      state: jobStateSchema.optional().openapi({ description: 'Only jobs in this state.' }),
      planId: planParams.shape.planId.optional().openapi({
        param: { name: 'planId', in: 'query' },
        description: 'Only jobs of this plan.',
      }),
    }),
  },
  responses: {
    200: {
      description: 'A page of jobs.',
      content: { 'application/json': { schema: pageSchema(jobSchema).openapi('JobPage') } },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/jobs`. */
export function registerListJobs(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { state = null, planId = null, ...query } = c.req.valid('query');
    const page = await listJobs(ports, workspaceId, { state, planId }, pageRequest(c, query));
    return c.json(linkPage(c, { items: page.items.map(jobBody), next: page.next }), 200);
  });
}
