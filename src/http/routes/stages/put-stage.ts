import { createRoute } from '@hono/zod-openapi';
import { putStage } from '../../../application/territory-stages.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { newStageSchema, stageBody, stageOf, stageParams, stageSchema } from './stage-schema.ts';

const route = createRoute({
  method: 'put',
  path: '/v1/plans/{planId}/stages/{territoryId}',
  operationId: 'putStage',
  tags: ['Goals'],
  security: needsScope('plans:write'),
  summary: 'Say how far a territory is built up',
  description:
    'Its ramp lowers its share in spreads, unless they say otherwise, and reps with experience are matched to territories that are new on the day. The territory may ' +
    'be one that is yet to come in force.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: stageParams,
    query: closedObject({}),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: newStageSchema,
          example: { stage: 'new', since: '2027-01-01', ramp: [0.25, 0.5, 0.75] },
        },
      },
    },
  },
  responses: {
    200: { description: 'The stage as it is now.', content: { 'application/json': { schema: stageSchema } } },
    ...problemAnswers(...OF_BODY, ...OF_READING),
  },
});

/** `PUT /v1/plans/{planId}/stages/{territoryId}`. */
export function registerPutStage(app: App): void {
  app.openapi(route, async (c) => {
    const { planId, territoryId } = c.req.valid('param');
    const given = stageOf(territoryId, c.req.valid('json'));
    const { stage, isNew } = await putStage(c.var.ports, c.var.workspaceId, planId, given);
    return c.json(stageBody(stage, isNew), 200);
  });
}
