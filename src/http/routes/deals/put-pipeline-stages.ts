import { createRoute } from '@hono/zod-openapi';
import { getPlan } from '../../../application/get-plan.ts';
import { Failure } from '../../../domain/failure.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerVersion, expectMatch } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { stagesSchema } from './deal-schema.ts';

const headers = { ETag: { $ref: '#/components/headers/ETag' } };

const route = createRoute({
  method: 'put',
  path: '/v1/plans/{planId}/pipeline-stages',
  operationId: 'putPipelineStages',
  tags: ['Performance'],
  security: needsScope('plans:write'),
  summary: 'Replace the stages of the pipeline of a plan',
  description:
    'Stages of open deals, with the chance that a deal at each is won. They take the place of all there were; with `If-Match` only where those are the ones that were read.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: planParams,
    query: closedObject({}),
    body: { required: true, content: { 'application/json': { schema: stagesSchema } } },
  },
  responses: {
    200: {
      description: 'The stages as they are now.',
      headers,
      content: { 'application/json': { schema: stagesSchema } },
    },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'precondition-failed'),
  },
});

/** `PUT /v1/plans/{planId}/pipeline-stages`. */
export function registerPutPipelineStages(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { stages } = c.req.valid('json');
    const { planId } = await getPlan(ports, workspaceId, c.req.valid('param').planId);
    const read = () => ports.deals.stages(workspaceId, planId);
    const expected = await expectMatch(c, read, (version) => ({ stages: version }));
    if (await ports.deals.putStages(workspaceId, planId, stages, expected)) return answerVersion(c, { stages }, 200);
    throw new Failure('precondition-failed', 'somebody wrote at the same time: read it again and decide anew');
  });
}
