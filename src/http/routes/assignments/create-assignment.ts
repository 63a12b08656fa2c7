import { createRoute } from '@hono/zod-openapi';
import { createAssignment } from '../../../application/create-assignment.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { rateLimitedAs } from '../../rate-limited-as.ts';
import { layoutParams } from '../layouts/layout-schema.ts';
import { assignmentBodySchema, assignmentRequest } from './assignment-body.ts';
import { assignmentSchema } from './assignment-schema.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/layouts/{layoutId}/assignments',
  operationId: 'createAssignment',
  tags: ['Assignments'],
  security: needsScope('layouts:write'),
  ...rateLimitedAs('solves'),
  summary: 'Match reps to the territories of a layout',
  description:
    'Each territory gets a rep of the plan, and each rep at most one territory: as few territories as possible stay vacant, and of all matchings like that it ' +
    'is one of least total cost; ties go by the order of territories and of the ids of reps. What a pair costs is the sum of four parts, each 0 at best and ' +
    'about 1 where it is bad, times their weights: the distance from the home to the center of weight against the mean distance; the workload ' +
    'against the capacity; the share of accounts that change hands; on new territories, experience against that of the most experienced rep. What is not ' +
    'known of a rep counts as the mean of the others. No weight outweighs a rule: who is on leave on the day, lacks a skill that any account needs, or is ' +
    'forbidden does not serve a territory. At most 1,000 territories and 1,000 reps. Current reps and skills are those of the accounts as they are now, of those in its line where the layout is of one; weights and workload those of the layout.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: layoutParams,
    query: closedObject({}),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: assignmentBodySchema,
          example: { weights: { distance: 1, continuity: 2 }, on: '2027-07-15', newTerritories: ['t1'] },
        },
      },
    },
  },
  responses: {
    201: {
      description: 'The assignment. It never changes.',
      headers: { Location: { schema: { type: 'string' }, description: 'Address of the assignment.' } },
      content: { 'application/json': { schema: assignmentSchema } },
    },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'plan-required', 'invalid-assignment', 'invalid-problem'),
  },
});

/** `POST /v1/layouts/{layoutId}/assignments`. */
export function registerCreateAssignment(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const layoutId = parseLayoutId(c.req.valid('param').layoutId);
    const assignment = await createAssignment(ports, workspaceId, layoutId, assignmentRequest(c.req.valid('json')));
    c.header('Location', `/v1/assignments/${assignment.assignmentId}`);
    return c.json(assignment as never, 201);
  });
}
