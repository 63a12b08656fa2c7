import { createRoute } from '@hono/zod-openapi';
import { findLine } from '../../../application/get-line.ts';
import { putLine } from '../../../application/put-line.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerVersion } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { expectLine } from './expect-line.ts';
import { lineBody, lineParams, lineSchema, newLineSchema } from './line-schema.ts';

const headers = { ETag: { $ref: '#/components/headers/ETag' } };
const content = { 'application/json': { schema: lineSchema } };

const route = createRoute({
  method: 'put',
  path: '/v1/plans/{planId}/lines/{lineId}',
  operationId: 'putLine',
  tags: ['Lines'],
  security: needsScope('plans:write'),
  summary: 'Make a line of a plan, or replace it',
  description:
    'A line is the accounts that a filter lets through, by segment, product line, size, required skill or attribute. Each list of the filter holds for any of its ' +
    'values, and all of them hold together; an account may be in several lines. Layouts that were made of a line do not change with its filter. A plan has at most ' +
    '100 lines. With `If-Match` only the version that was read is replaced.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: lineParams,
    query: closedObject({}),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: newLineSchema,
          example: { name: 'Ovens for restaurants', filter: { segments: ['restaurants'], productLines: ['ovens'] } },
        },
      },
    },
  },
  responses: {
    200: { description: 'The line as it is now.', headers, content },
    201: {
      description: 'The new line.',
      headers: { ...headers, Location: { schema: { type: 'string' }, description: 'Address of the line.' } },
      content,
    },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'precondition-failed'),
  },
});

/** `PUT /v1/plans/{planId}/lines/{lineId}`. */
export function registerPutLine(app: App): void {
  app.openapi(route, async (c) => {
    const { planId, lineId } = c.req.valid('param');
    const { ports, workspaceId } = c.var;
    const expected = await expectLine(c, () => findLine(ports, workspaceId, planId, lineId));
    const { line, created } = await putLine(ports, workspaceId, planId, { lineId, ...c.req.valid('json') }, expected);
    const body = lineBody(line);
    if (created) c.header('Location', `/v1/plans/${planId}/lines/${encodeURIComponent(lineId)}`);
    return answerVersion(c, body, created ? 201 : 200);
  });
}
