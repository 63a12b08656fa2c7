import { createRoute } from '@hono/zod-openapi';
import { changePlan } from '../../../application/change-plan.ts';
import { getPlanVersion } from '../../../application/plan-version.ts';
import { parseResolution } from '../../../domain/cell.ts';
import { parseTimeZone } from '../../../domain/moment.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerVersion, expectMatch } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { nameSchema } from '../../name-schema.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { ownerInput, toNamedOwner } from '../ownership/owner-input.ts';
import { planWithCountBody, planWithCountSchema } from './get-plan.ts';
import { givenApproval, givenDefaults, givenQuality, givenTimeZone, planParams } from './plan-schema.ts';

const changeSchema = closedObject({
  name: nameSchema.optional().openapi({ description: 'What people call the plan.', example: 'US field sales 2028' }),
  defaults: givenDefaults.optional(),
  timeZone: givenTimeZone.optional(),
  approvalRequired: givenApproval.optional(),
  catchAll: ownerInput.nullable().optional().openapi({
    description:
      'Who owns what no territory in force holds and nobody is named for: a territory or a rep that there is; null: nobody.',
  }),
  ...givenQuality,
}).openapi('PlanChange');

const route = createRoute({
  method: 'patch',
  path: '/v1/plans/{planId}',
  operationId: 'changePlan',
  tags: ['Plans'],
  security: needsScope('plans:write'),
  summary: 'Change the name, the defaults or the settings of a plan',
  description: 'What is left out stays. `finestResolution` can change while the plan has no accounts.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: planParams,
    query: closedObject({}),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: changeSchema,
          example: { name: 'US field sales 2028', defaults: { tolerance: 0.08 } },
        },
      },
    },
  },
  responses: {
    200: { description: 'The plan as it is now.', content: { 'application/json': { schema: planWithCountSchema } } },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'plan-has-accounts', 'precondition-failed'),
  },
});

/** `PATCH /v1/plans/{planId}`. */
export function registerChangePlan(app: App): void {
  app.openapi(route, async (c) => {
    const { name, defaults, timeZone, approvalRequired, catchAll, valueMetric, potentialMetric, quality } =
      c.req.valid('json');
    const { tolerance, finestResolution: finest } = defaults ?? {};
    const finestResolution = finest === undefined ? undefined : parseResolution(finest);
    const change = {
      ...{ name, tolerance, finestResolution, approvalRequired },
      timeZone: timeZone === undefined ? undefined : parseTimeZone(timeZone),
      catchAll: catchAll && toNamedOwner(catchAll),
      ...{ valueMetric, potentialMetric, qualityWeights: quality?.weights },
    };
    const { ports, workspaceId } = c.var;
    const { planId } = c.req.valid('param');
    const read = () => getPlanVersion(ports, workspaceId, planId);
    await changePlan(ports, workspaceId, planId, change, await expectMatch(c, read, planWithCountBody));
    const body = planWithCountBody(await read());
    return answerVersion(c, body, 200);
  });
}
