import { createRoute } from '@hono/zod-openapi';
import { etag, RETAINED_304_HEADERS } from 'hono/etag';
import { getJob } from '../../../application/get-job.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { jobBody, jobParams, jobSchema, retryAfter } from './job-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/jobs/{jobId}',
  operationId: 'getJob',
  tags: ['Jobs'],
  security: needsScope('plans:read'),
  summary: 'What has become of a job',
  middleware: [answerJson(), etag({ retainedHeaders: [...RETAINED_304_HEADERS, 'retry-after'] })],
  request: { params: jobParams, query: closedObject({}) },
  responses: {
    200: {
      description: 'The job.',
      headers: {
        'Retry-After': { schema: { type: 'integer' }, description: 'Seconds to wait while it is queued or running.' },
      },
      content: { 'application/json': { schema: jobSchema } },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/jobs/{jobId}`. */
export function registerGetJob(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const job = await getJob(ports, { workspaceId, jobId: c.req.valid('param').jobId });
    c.header('Retry-After', retryAfter(job));
    return c.json(jobBody(job), 200);
  });
}
