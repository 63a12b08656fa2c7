import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getLayoutEntry } from '../../../application/get-layout-entry.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerVersion } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { entryParams, layoutEntryBody, layoutEntrySchema } from './layout-entry-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/layouts/{layoutId}',
  operationId: 'getLayoutEntry',
  tags: ['Layouts'],
  security: needsScope('plans:read'),
  summary: 'A layout as the list of a plan has it',
  description: 'With its name, note and labels in this plan, and without its territories: those `getLayout` answers.',
  middleware: [answerJson(), etag()],
  request: { params: entryParams, query: closedObject({}) },
  responses: {
    200: { description: 'The entry.', content: { 'application/json': { schema: layoutEntrySchema } } },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/layouts/{layoutId}`. */
export function registerGetLayoutEntry(app: App): void {
  app.openapi(route, async (c) => {
    const { planId, layoutId } = c.req.valid('param');
    const entry = await getLayoutEntry(c.var.ports, c.var.workspaceId, planId, parseLayoutId(layoutId));
    const body = layoutEntryBody(entry);
    return answerVersion(c, body as never, 200);
  });
}
