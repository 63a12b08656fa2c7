import { createRoute, z } from '@hono/zod-openapi';
import { createLayout } from '../../../application/create-layout.ts';
import { submitLayout } from '../../../application/submit-layout.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import { answerEvents } from '../../answer-events.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { negotiate } from '../../negotiate.ts';
import { prefersAsync } from '../../prefers-async.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { rateLimitedAs } from '../../rate-limited-as.ts';
import { acceptedAnswer, answerJob } from '../jobs/answer-job.ts';
import { lineMember } from '../lines/line-schema.ts';
import { planParams } from '../plans/plan-schema.ts';
import { eventStreamContent } from './event-stream-content.ts';
import { givenRemarks } from './layout-entry-schema.ts';
import { layoutMembers, layoutRequest, oneResolution } from './layout-options.ts';
import { layoutSchema, MADE_HEADERS } from './layout-schema.ts';

const followMember = closedObject({
  layoutId: z.string().max(100).openapi({ description: 'The layout whose borders are followed.' }),
  weight: z
    .number()
    .min(0)
    .max(1)
    .openapi({
      description:
        'How much. At 1 borders leave those of the other layout only where balance, rules or contiguity make them; already 0.1 has most coincide; 0 is as ' +
        'if it were left out.',
      example: 0.5,
    }),
}).openapi('NewFollow', {
  description:
    'Cells that touch and are in one territory of another layout are kept in one here, at the cost of compactness. `momentOfInertia` says what that cost.',
});
const EXAMPLE = { territories: 2, balance: { revenue: 0.2 }, seed: 1, effort: 'fast' };
const bodySchema = oneResolution(
  closedObject({ ...layoutMembers, ...givenRemarks, line: lineMember.optional(), follow: followMember.optional() }),
).openapi('NewLayout');
const content = { 'application/json': { schema: layoutSchema }, ...eventStreamContent };

const route = createRoute({
  method: 'post',
  path: '/v1/plans/{planId}/layouts',
  operationId: 'createLayout',
  tags: ['Layouts'],
  security: needsScope('layouts:write'),
  ...rateLimitedAs('solves'),
  summary: 'Divide the accounts of a plan into territories',
  description:
    'Without `balance` the accounts are balanced within the tolerance of the plan. Solves the accounts as they are now and adds the layout to the list of the plan, with `name`, `note` and `labels` there. With `Accept: text/event-stream` the answer tells ' +
    'its progress in server-sent events: `progress` {progress, phase}, at the end `layout` or `problem`.',
  middleware: [answerJson('text/event-stream'), guardJson()],
  request: {
    params: planParams,
    query: closedObject({}),
    body: { required: true, content: { 'application/json': { schema: bodySchema, example: EXAMPLE } } },
  },
  responses: {
    200: {
      description: 'The same problem was solved before: the recorded layout. Also every event stream.',
      headers: MADE_HEADERS,
      content,
    },
    201: {
      description: 'The new layout.',
      headers: MADE_HEADERS,
      content: { 'application/json': { schema: layoutSchema } },
    },
    ...acceptedAnswer,
    ...problemAnswers(
      ...OF_BODY,
      ...OF_READING,
      'accounts-replaced',
      'invalid-problem',
      'solve-too-long',
      'solve-out-of-memory',
      'too-many-jobs',
    ),
  },
});

/** `POST /v1/plans/{planId}/layouts`. */
export function registerCreateLayout(app: App): void {
  app.openapi(route, async (c) => {
    const mediaType = negotiate(c.req.header('accept'), ['application/json', 'text/event-stream']);
    const { ports, workspaceId } = c.var;
    const { planId } = c.req.valid('param');
    const { name, note, labels, ...given } = c.req.valid('json');
    const remarks = { name, note, labels };
    const { follow } = given;
    const followed = follow && { layoutId: parseLayoutId(follow.layoutId), weight: follow.weight };
    const asked = { ...layoutRequest(given), ...(given.line !== undefined && { line: given.line }) };
    const request = {
      ...asked,
      ...(followed && { follow: followed }),
      ...(given.balance === undefined && { balance: null }),
    };
    if (mediaType === 'text/event-stream') {
      return answerEvents(c, async (watch) => {
        const { layout } = await createLayout(ports, workspaceId, planId, request, watch, remarks);
        return layout;
      }) as never;
    }
    if (prefersAsync(c)) return answerJob(c, await submitLayout(ports, workspaceId, planId, request, remarks)) as never;
    const { layout, recorded } = await createLayout(ports, workspaceId, planId, request, undefined, remarks);
    c.header('Location', `/v1/layouts/${layout.layoutId}`);
    c.header('X-Hexalign-Cache', recorded ? 'hit' : 'miss');
    return c.json(layout as never, recorded ? 200 : 201);
  });
}
