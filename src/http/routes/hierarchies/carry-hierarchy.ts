import { createRoute } from '@hono/zod-openapi';
import { carryHierarchy } from '../../../application/carry-hierarchy.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { hierarchyBody, hierarchyParams, hierarchySchema } from './hierarchy-schema.ts';

const bodySchema = closedObject({
  layoutId: hierarchySchema.shape.layoutId.max(100).openapi({ description: 'Another layout of the same plan.' }),
}).openapi('HierarchyCarry');

const route = createRoute({
  method: 'post',
  path: '/v1/hierarchies/{hierarchyId}/carry',
  operationId: 'carryHierarchy',
  tags: ['Hierarchies'],
  security: needsScope('layouts:write'),
  summary: 'Carry a hierarchy over to another layout of the plan',
  description:
    'Makes the same tree, with its names and managers, for a layout that came of an edit or a rebalance, say. Territories are matched by id. New ones go under the ' +
    'node that had most of their surface, or else has most of their neighbours; those that are gone are dropped; `origin.decided` tells. A node that is left without a ' +
    'child is an error. `violations` name nodes that were to be connected and are not any more.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: hierarchyParams,
    query: closedObject({}),
    body: { required: true, content: { 'application/json': { schema: bodySchema } } },
  },
  responses: {
    201: {
      description: 'The new hierarchy.',
      headers: { Location: { schema: { type: 'string' }, description: 'Address of the hierarchy.' } },
      content: { 'application/json': { schema: hierarchySchema } },
    },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'invalid-hierarchy'),
  },
});

/** `POST /v1/hierarchies/{hierarchyId}/carry`. */
export function registerCarryHierarchy(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const layoutId = parseLayoutId(c.req.valid('json').layoutId);
    const made = await carryHierarchy(ports, workspaceId, c.req.valid('param').hierarchyId, layoutId);
    c.header('Location', `/v1/hierarchies/${made.hierarchy.hierarchyId}`);
    return c.json(hierarchyBody(made) as never, 201);
  });
}
