import { createRoute, z } from '@hono/zod-openapi';
import { solveTopDown } from '../../../application/solve-top-down.ts';
import { MAX_LEVELS } from '../../../domain/hierarchy.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { rateLimitedAs } from '../../rate-limited-as.ts';
import { givenRemarks } from '../layouts/layout-entry-schema.ts';
import { layoutMembers, layoutRequest, oneResolution } from '../layouts/layout-options.ts';
import { MADE_HEADERS } from '../layouts/layout-schema.ts';
import { lineMember } from '../lines/line-schema.ts';
import { planParams } from '../plans/plan-schema.ts';
import { connectedLevels, connectedMember } from './hierarchy-options.ts';
import { hierarchyBody, hierarchySchema, levelName } from './hierarchy-schema.ts';

const { territories: _, ...solveMembers } = layoutMembers;

const bodySchema = oneResolution(
  closedObject({
    levels: z
      .array(
        closedObject({
          name: levelName,
          count: z.number().int().min(1).max(1000).openapi({
            description:
              'At the first level how many there are; at each other into how many each of the level above is divided.',
            example: 4,
          }),
        }),
      )
      .min(2)
      .max(MAX_LEVELS)
      .openapi({
        description: 'The top first. What the last level has are the territories of the layout, at most 1,000.',
      }),
    connected: connectedMember.openapi({
      description: 'Whether nodes must be in one piece, or at which levels above the last one. Yes when left out.',
    }),
    ...solveMembers,
    ...givenRemarks,
    line: lineMember.optional(),
  }),
).openapi('NewPlanHierarchy');

const EXAMPLE = {
  levels: [
    { name: 'region', count: 2 },
    { name: 'territory', count: 2 },
  ],
  balance: { revenue: 0.2 },
  seed: 1,
  effort: 'fast',
  name: 'From the top down',
};
const headers = {
  ...MADE_HEADERS,
  Location: { schema: { type: 'string' as const }, description: 'Address of the hierarchy.' },
};

const route = createRoute({
  method: 'post',
  path: '/v1/plans/{planId}/hierarchies',
  operationId: 'createPlanHierarchy',
  tags: ['Hierarchies'],
  security: needsScope('layouts:write'),
  ...rateLimitedAs('solves'),
  summary: 'Divide the accounts of a plan from the top down: a layout and its tree at once',
  description:
    'Divides the accounts, as they are now, into the territories of the first level, each of these inside of its own cells into those of the next, and so on. What the ' +
    'last level has is a layout like any other (`layoutId`), in the list of the plan with `name`, `note` and `labels`; the levels above are its tree. Every node and ' +
    'every territory gets an equal share of what `balance` names, without which the accounts are balanced within the tolerance of the plan; what cannot hold is told by ' +
    '`violations`, here of the nodes and in the layout of its territories. The same request of the same accounts is answered with the same layout and tree. All ' +
    'solves together are one request: where they take too long, lower the effort or solve a layout by a job and group its territories instead.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: planParams,
    query: closedObject({}),
    body: { required: true, content: { 'application/json': { schema: bodySchema, example: EXAMPLE } } },
  },
  responses: {
    200: {
      description: 'The same was solved before: the recorded hierarchy, with names and managers as they are now.',
      headers,
      content: { 'application/json': { schema: hierarchySchema } },
    },
    201: {
      description: 'The new hierarchy; `layoutId` names the new layout.',
      headers,
      content: { 'application/json': { schema: hierarchySchema } },
    },
    ...problemAnswers(
      ...OF_BODY,
      ...OF_READING,
      'accounts-replaced',
      'invalid-hierarchy',
      'invalid-problem',
      'solve-too-long',
      'solve-out-of-memory',
    ),
  },
});

/** `POST /v1/plans/{planId}/hierarchies`. */
export function registerCreatePlanHierarchy(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { levels, connected, name, note, labels, line, ...given } = c.req.valid('json');
    const { territories: _, ...asked } = layoutRequest({ ...given, territories: 1 });
    const inner = levels.slice(0, -1).map((level) => level.name);
    const { hierarchy, layout, recorded } = await solveTopDown(ports, workspaceId, c.req.valid('param').planId, {
      levels,
      connected: connectedLevels({ connected }, inner, true),
      layout: { ...asked, ...(given.balance === undefined && { balance: null }), ...(line !== undefined && { line }) },
      remarks: { name, note, labels },
    });
    c.header('Location', `/v1/hierarchies/${hierarchy.hierarchyId}`);
    c.header('X-Hexalign-Cache', recorded ? 'hit' : 'miss');
    return c.json(hierarchyBody({ hierarchy, layout }) as never, recorded ? 200 : 201);
  });
}
