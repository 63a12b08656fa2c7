import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getWorkspace } from '../../../application/get-workspace.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerVersion } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { workspaceBody, workspaceSchema } from './workspace-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/workspace',
  operationId: 'getWorkspace',
  tags: ['Workspaces'],
  security: needsScope('plans:read'),
  summary: 'The workspace that the key opens',
  middleware: [answerJson(), etag()],
  request: { query: closedObject({}) },
  responses: {
    200: {
      description: 'The workspace and its settings.',
      content: { 'application/json': { schema: workspaceSchema } },
    },
    ...problemAnswers('invalid-parameter', 'unauthorized', 'not-acceptable'),
  },
});

/** `GET /v1/workspace`. */
export function registerGetWorkspace(app: App): void {
  app.openapi(route, async (c) => {
    const body = workspaceBody(await getWorkspace(c.var.ports, c.var.workspaceId));
    return answerVersion(c, body, 200);
  });
}
