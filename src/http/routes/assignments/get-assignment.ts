import { createRoute } from '@hono/zod-openapi';
import { getAssignment } from '../../../application/get-assignment.ts';
import { answerImmutable, IMMUTABLE_HEADERS } from '../../answer-immutable.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { assignmentParams, assignmentSchema } from './assignment-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/assignments/{assignmentId}',
  operationId: 'getAssignment',
  tags: ['Assignments'],
  security: needsScope('plans:read'),
  summary: 'An assignment of reps to territories',
  middleware: [answerJson()],
  request: { params: assignmentParams, query: closedObject({}) },
  responses: {
    200: {
      description: 'The assignment, as it was made.',
      headers: IMMUTABLE_HEADERS,
      content: { 'application/json': { schema: assignmentSchema } },
    },
    304: { description: 'The client has it already.' },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/assignments/{assignmentId}`. */
export function registerGetAssignment(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const assignment = await getAssignment(ports, workspaceId, c.req.valid('param').assignmentId);
    return answerImmutable(c, assignment.assignmentId, () => c.json(assignment as never, 200));
  });
}
