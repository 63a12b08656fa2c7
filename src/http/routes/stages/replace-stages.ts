import { createRoute, z } from '@hono/zod-openapi';
import { replaceStages } from '../../../application/territory-stages.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { listedStageSchema, stageBody, stageOf, stageSchema } from './stage-schema.ts';

/** Stages of one request. */
const MAX_STAGES = 5_000;

const bodySchema = closedObject({
  stages: z.array(listedStageSchema).max(MAX_STAGES).openapi({ description: 'All stages of the plan.' }),
}).openapi('TerritoryStages');

const route = createRoute({
  method: 'put',
  path: '/v1/plans/{planId}/stages',
  operationId: 'replaceStages',
  tags: ['Goals'],
  security: needsScope('plans:write'),
  summary: 'Say how far all territories of a plan are built up',
  description: 'Replaces all stages at once: territories that are not named count as mature.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: planParams,
    query: closedObject({}),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: bodySchema,
          example: { stages: [{ territoryId: 't1', stage: 'new', since: '2027-01-01', ramp: [0.25, 0.5, 0.75] }] },
        },
      },
    },
  },
  responses: {
    200: {
      description: 'The stages as they are now.',
      content: {
        'application/json': {
          schema: z
            .object({ stages: z.array(stageSchema).max(MAX_STAGES).openapi({ description: 'In the order given.' }) })
            .openapi('ReplacedStages'),
        },
      },
    },
    ...problemAnswers(...OF_BODY, ...OF_READING),
  },
});

/** `PUT /v1/plans/{planId}/stages`. */
export function registerReplaceStages(app: App): void {
  app.openapi(route, async (c) => {
    const given = c.req.valid('json').stages.map(({ territoryId, ...stage }) => stageOf(territoryId, stage));
    const stages = await replaceStages(c.var.ports, c.var.workspaceId, c.req.valid('param').planId, given);
    return c.json({ stages: stages.map(({ stage, isNew }) => stageBody(stage, isNew)) }, 200);
  });
}
