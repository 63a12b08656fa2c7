import { createRoute } from '@hono/zod-openapi';
import { cancelJob } from '../../../application/cancel-job.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { jobBody, jobParams, jobSchema } from './job-schema.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/jobs/{jobId}/cancel',
  operationId: 'cancelJob',
  tags: ['Jobs'],
  security: needsScope('layouts:write'),
  summary: 'Cancel a job',
  description: 'Nothing comes of it any more. Cancelling a cancelled job changes nothing.',
  middleware: [answerJson()],
  request: { params: jobParams, query: closedObject({}) },
  responses: {
    200: { description: 'The job, cancelled.', content: { 'application/json': { schema: jobSchema } } },
    ...problemAnswers(...OF_READING, 'job-ended'),
  },
});

/** `POST /v1/jobs/{jobId}/cancel`. */
export function registerCancelJob(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const job = await cancelJob(ports, { workspaceId, jobId: c.req.valid('param').jobId });
    return c.json(jobBody(job), 200);
  });
}
