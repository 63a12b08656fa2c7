import { createRoute } from '@hono/zod-openapi';
import { deleteHierarchy } from '../../../application/delete-hierarchy.ts';
import { getHierarchyOfLayout } from '../../../application/get-hierarchy.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { expectMatch } from '../../entity-tag.ts';
import { needsScope } from '../../needs-scope.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { hierarchyBody, hierarchyParams } from './hierarchy-schema.ts';

const route = createRoute({
  method: 'delete',
  path: '/v1/hierarchies/{hierarchyId}',
  operationId: 'deleteHierarchy',
  tags: ['Hierarchies'],
  security: needsScope('layouts:write'),
  summary: 'Delete a hierarchy; its layout stays',
  request: { params: hierarchyParams, query: closedObject({}) },
  responses: {
    204: { description: 'The hierarchy is gone.' },
    ...problemAnswers('invalid-parameter', 'unauthorized', 'not-found', 'precondition-failed'),
  },
});

/** `DELETE /v1/hierarchies/{hierarchyId}`. */
export function registerDeleteHierarchy(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { hierarchyId } = c.req.valid('param');
    const expected = await expectMatch(c, () => getHierarchyOfLayout(ports, workspaceId, hierarchyId), hierarchyBody);
    await deleteHierarchy(ports, workspaceId, hierarchyId, expected?.hierarchy.version ?? null);
    return c.body(null, 204);
  });
}
