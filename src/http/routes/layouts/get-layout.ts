import { createRoute } from '@hono/zod-openapi';
import { getLayout } from '../../../application/get-layout.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import { answerImmutable, IMMUTABLE_HEADERS } from '../../answer-immutable.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { layoutParams, layoutSchema } from './layout-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/layouts/{layoutId}',
  operationId: 'getLayout',
  tags: ['Layouts'],
  security: needsScope('plans:read'),
  summary: 'A layout with the measures of its territories',
  middleware: [answerJson()],
  request: { params: layoutParams, query: closedObject({}) },
  responses: {
    200: {
      description: 'The layout. It never changes.',
      headers: IMMUTABLE_HEADERS,
      content: { 'application/json': { schema: layoutSchema } },
    },
    304: { description: 'The client has it already.' },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/layouts/{layoutId}`. */
export function registerGetLayout(app: App): void {
  app.openapi(route, async (c) => {
    const layoutId = parseLayoutId(c.req.valid('param').layoutId);
    const layout = await getLayout(c.var.ports, c.var.workspaceId, layoutId);
    return answerImmutable(c, layoutId, () => c.json(layout as never, 200));
  });
}
