import { createRoute, z } from '@hono/zod-openapi';
import { changeHierarchy } from '../../../application/change-hierarchy.ts';
import { getHierarchyOfLayout } from '../../../application/get-hierarchy.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerVersion, expectMatch, requireMatch } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { nameSchema } from '../../name-schema.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import {
  hierarchyBody,
  hierarchyParams,
  hierarchySchema,
  managerOf,
  managerSchema,
  phrase,
} from './hierarchy-schema.ts';

const bodySchema = closedObject({
  nodes: z
    .array(
      closedObject({
        id: phrase(100).openapi({ description: 'Id of a node.', example: 'd1' }),
        name: nameSchema.optional().openapi({ description: 'Its new name.', example: 'Coast and isles' }),
        manager: managerSchema.nullish(),
      }),
    )
    .min(1)
    .max(1000)
    .openapi({ description: 'Nodes that change.' }),
}).openapi('HierarchyChange');

const route = createRoute({
  method: 'patch',
  path: '/v1/hierarchies/{hierarchyId}',
  operationId: 'changeHierarchy',
  tags: ['Hierarchies'],
  security: needsScope('layouts:write'),
  summary: 'Change names and managers of nodes',
  description:
    'What is left out stays; `manager: null` leaves a node without one. The tree itself never changes: make another. The request must say with `If-Match` which ' +
    'version it was made from: the `ETag` of `GET /v1/hierarchies/{hierarchyId}`, or `*` for whichever it is.',
  middleware: [answerJson(), requireMatch, guardJson()],
  request: {
    params: hierarchyParams,
    query: closedObject({}),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: bodySchema,
          example: { nodes: [{ id: 'd1', name: 'Coast and isles', manager: { name: 'Alex Roe' } }] },
        },
      },
    },
  },
  responses: {
    200: {
      description: 'The hierarchy as it is now.',
      content: { 'application/json': { schema: hierarchySchema } },
    },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'precondition-failed', 'precondition-required', 'invalid-hierarchy'),
  },
});

/** `PATCH /v1/hierarchies/{hierarchyId}`. */
export function registerChangeHierarchy(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { hierarchyId } = c.req.valid('param');
    const from = await getHierarchyOfLayout(ports, workspaceId, hierarchyId);
    await expectMatch(c, () => from, hierarchyBody);
    const changes = c.req.valid('json').nodes.map(({ manager, ...node }) => ({
      ...node,
      manager: manager === undefined ? undefined : managerOf(manager),
    }));
    await changeHierarchy(ports, workspaceId, from.hierarchy, changes);
    const body = hierarchyBody(await getHierarchyOfLayout(ports, workspaceId, hierarchyId));
    return answerVersion(c, body as never, 200);
  });
}
