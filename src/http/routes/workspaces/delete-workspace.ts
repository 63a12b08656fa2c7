import { createRoute } from '@hono/zod-openapi';
import { deleteWorkspace } from '../../../application/delete-workspace.ts';
import { getWorkspace } from '../../../application/get-workspace.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { expectMatch, requireMatch } from '../../entity-tag.ts';
import { needsScope } from '../../needs-scope.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { workspaceBody } from './workspace-schema.ts';

const route = createRoute({
  method: 'delete',
  path: '/v1/workspace',
  operationId: 'deleteWorkspace',
  tags: ['Workspaces'],
  security: needsScope('keys:write'),
  summary: 'Delete the workspace and everything in it',
  description:
    'From the answer on none of its keys opens anything (401). Plans, accounts, reps, layouts, jobs and recorded answers are deleted at once, or where they are many ' +
    'within the next hours; there is no way back. Export plans that shall live on first. The request must say with `If-Match` which workspace ' +
    'it is about: the `ETag` of `GET /v1/workspace`, or `*`.',
  middleware: [requireMatch],
  request: { query: closedObject({}) },
  responses: {
    204: { description: 'The workspace has ended.' },
    ...problemAnswers('invalid-parameter', 'unauthorized', 'not-found', 'precondition-failed', 'precondition-required'),
  },
});

/** `DELETE /v1/workspace`. */
export function registerDeleteWorkspace(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const expected = await expectMatch(c, () => getWorkspace(ports, workspaceId), workspaceBody);
    await deleteWorkspace(ports, workspaceId, expected);
    return c.body(null, 204);
  });
}
