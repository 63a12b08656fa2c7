import { createRoute } from '@hono/zod-openapi';
import { changeWorkspace } from '../../../application/change-workspace.ts';
import { getWorkspace } from '../../../application/get-workspace.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerVersion, expectMatch, requireMatch } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, problemAnswers } from '../../problem-answers.ts';
import { workspaceBody, workspaceMembers, workspaceSchema } from './workspace-schema.ts';

const bodySchema = closedObject({
  name: workspaceMembers.name.optional(),
  corsOrigins: workspaceMembers.corsOrigins.optional(),
}).openapi('WorkspaceChange');

const route = createRoute({
  method: 'patch',
  path: '/v1/workspace',
  operationId: 'changeWorkspace',
  tags: ['Workspaces'],
  security: needsScope('keys:write'),
  summary: 'Change settings of the workspace',
  description:
    'What is left out stays. A list of origins is replaced whole, so the request must say with `If-Match` which version it was made from: ' +
    'the `ETag` of `GET /v1/workspace`, or `*` for whichever it is.',
  middleware: [answerJson(), requireMatch, guardJson()],
  request: {
    query: closedObject({}),
    body: { required: true, content: { 'application/json': { schema: bodySchema } } },
  },
  responses: {
    200: { description: 'The workspace as it is now.', content: { 'application/json': { schema: workspaceSchema } } },
    ...problemAnswers(
      ...OF_BODY,
      'invalid-parameter',
      'unauthorized',
      'not-acceptable',
      'precondition-failed',
      'precondition-required',
    ),
  },
});

/** `PATCH /v1/workspace`. */
export function registerChangeWorkspace(app: App): void {
  app.openapi(route, async (c) => {
    const { name, corsOrigins } = c.req.valid('json');
    const { ports, workspaceId } = c.var;
    const from = await getWorkspace(ports, workspaceId);
    await expectMatch(c, () => from, workspaceBody);
    const changes = { ...(name !== undefined && { name }), ...(corsOrigins && { corsOrigins }) };
    const body = workspaceBody(await changeWorkspace(ports, from, changes));
    return answerVersion(c, body, 200);
  });
}
