import { createRoute } from '@hono/zod-openapi';
import { putReviewSettings } from '../../../application/put-review-settings.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerVersion } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { expectSettings } from './expect-settings.ts';
import { newSettingsSchema, settingsBody, settingsOf, settingsSchema } from './review-settings-schema.ts';

const headers = { ETag: { $ref: '#/components/headers/ETag' } };
const content = { 'application/json': { schema: settingsSchema } };

const route = createRoute({
  method: 'put',
  path: '/v1/plans/{planId}/review-settings',
  operationId: 'putReviewSettings',
  tags: ['Reviews'],
  security: needsScope('plans:write'),
  summary: 'Say when a plan is reviewed, and by which limits',
  description:
    'At the first moment of the first day in the time zone of the plan, and then in the rhythm, what is in force in the plan as a whole and in each line is held against the ' +
    'accounts of then: see the reviews. Months are counted from the first day, so that of one on the 31st the review of April is on the 30th. A review that nobody could make ' +
    'in time is made later, once. Between reviews a reading is taken each day, from which it is known since when a territory is outside, and how it goes on. The settings replace ' +
    'those that there were, whole; with `If-Match` only the version that was read. They are not part of the file that a plan is exported to.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: planParams,
    query: closedObject({}),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: newSettingsSchema,
          example: {
            limits: { deviation: { accounts: 0.15 }, workload: 1.1, drift: { accounts: 0.2 }, quality: 20 },
            ...{ rhythm: 'quarterly', firstDay: '2027-01-01' },
          },
        },
      },
    },
  },
  responses: {
    200: { description: 'The settings as they are now.', headers, content },
    201: {
      description: 'The new settings.',
      headers: { ...headers, Location: { schema: { type: 'string' }, description: 'Address of the settings.' } },
      content,
    },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'precondition-failed'),
  },
});

/** `PUT /v1/plans/{planId}/review-settings`. */
export function registerPutReviewSettings(app: App): void {
  app.openapi(route, async (c) => {
    const { planId } = c.req.valid('param');
    const { ports, workspaceId } = c.var;
    const expected = await expectSettings(c, () => ports.reviews.schedule(workspaceId, planId));
    const settings = settingsOf(c.req.valid('json'));
    const { schedule, created } = await putReviewSettings(ports, workspaceId, planId, settings, expected?.settings);
    if (created) c.header('Location', `/v1/plans/${planId}/review-settings`);
    return answerVersion(c, settingsBody(schedule), created ? 201 : 200);
  });
}
