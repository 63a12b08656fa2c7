import { createRoute } from '@hono/zod-openapi';
import { giveHierarchy } from '../../../application/give-hierarchy.ts';
import { solveHierarchy } from '../../../application/solve-hierarchy.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { rateLimitedAs } from '../../rate-limited-as.ts';
import { layoutParams } from '../layouts/layout-schema.ts';
import { givenTree, hierarchyRequest, newHierarchySchema } from './hierarchy-options.ts';
import { hierarchyBody, hierarchySchema } from './hierarchy-schema.ts';

const GIVEN = {
  levels: ['district', 'region'],
  nodes: [
    { id: 'd1', name: 'Coast', level: 'district', parent: 'r1', manager: { name: 'Kim Park' } },
    { id: 'd2', name: 'Hills', level: 'district', parent: 'r1' },
    { id: 'r1', name: 'East', level: 'region' },
  ],
  territories: { t1: 'd1', t2: 'd2' },
};
const SOLVED = {
  levels: [
    { name: 'district', count: 2 },
    { name: 'region', count: 1 },
  ],
  balance: { accounts: 0.2 },
  seed: 1,
  effort: 'fast',
};

const route = createRoute({
  method: 'post',
  path: '/v1/layouts/{layoutId}/hierarchies',
  operationId: 'createHierarchy',
  tags: ['Hierarchies'],
  security: needsScope('layouts:write'),
  ...rateLimitedAs('solves'),
  summary: 'Put the territories of a layout under a tree',
  description:
    'Either a tree that is given: names of `levels`, `nodes`, and the node of each territory. It is checked whole: every territory once, every parent of the next ' +
    'level up, no node without children, and where `connected` asks for it every node in one piece. Or one that is solved from the territories up: `levels` with ' +
    'counts. Territories are grouped into balanced, compact nodes, each with an equal share of what `balance` names, those into nodes of the next level, and so on; ' +
    'what cannot hold is told by `violations`. A layout with a hierarchy is kept until the hierarchy is deleted.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: layoutParams,
    query: closedObject({}),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: newHierarchySchema,
          examples: {
            given: { summary: 'A tree that is given', value: GIVEN },
            solved: { summary: 'A tree that is solved', value: SOLVED },
          },
        },
      },
    },
  },
  responses: {
    201: {
      description: 'The new hierarchy.',
      headers: { Location: { schema: { type: 'string' }, description: 'Address of the hierarchy.' } },
      content: { 'application/json': { schema: hierarchySchema } },
    },
    ...problemAnswers(
      ...OF_BODY,
      ...OF_READING,
      'invalid-hierarchy',
      'invalid-problem',
      'solve-too-long',
      'solve-out-of-memory',
    ),
  },
});

/** `POST /v1/layouts/{layoutId}/hierarchies`. */
export function registerCreateHierarchy(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const layoutId = parseLayoutId(c.req.valid('param').layoutId);
    const body = c.req.valid('json');
    const tree = givenTree(body);
    const made =
      tree === null
        ? await solveHierarchy(ports, workspaceId, layoutId, hierarchyRequest(body))
        : await giveHierarchy(ports, workspaceId, layoutId, tree);
    c.header('Location', `/v1/hierarchies/${made.hierarchy.hierarchyId}`);
    return c.json(hierarchyBody(made) as never, 201);
  });
}
