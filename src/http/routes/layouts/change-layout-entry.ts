import { createRoute } from '@hono/zod-openapi';
import { changeLayoutEntry } from '../../../application/change-layout-entry.ts';
import { getLayoutEntry } from '../../../application/get-layout-entry.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerVersion, expectMatch, requireMatch } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { entryParams, layoutEntryBody, layoutEntrySchema, remarksChange } from './layout-entry-schema.ts';

const route = createRoute({
  method: 'patch',
  path: '/v1/plans/{planId}/layouts/{layoutId}',
  operationId: 'changeLayoutEntry',
  tags: ['Layouts'],
  security: needsScope('layouts:write'),
  summary: 'Name a layout, note something of it, or label it',
  description:
    'What is left out stays. The layout itself never changes: what is said of it belongs to the list of the plan. Labels are replaced whole, so the ' +
    'request must say with `If-Match` which version it was made from: the `ETag` of `GET`, or `*` for whichever it is.',
  middleware: [answerJson(), requireMatch, guardJson()],
  request: {
    params: entryParams,
    query: closedObject({}),
    body: {
      required: true,
      content: { 'application/json': { schema: closedObject(remarksChange).openapi('LayoutEntryChange') } },
    },
  },
  responses: {
    200: { description: 'The entry as it is now.', content: { 'application/json': { schema: layoutEntrySchema } } },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'precondition-failed', 'precondition-required'),
  },
});

/** `PATCH /v1/plans/{planId}/layouts/{layoutId}`. */
export function registerChangeLayoutEntry(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { planId, layoutId: text } = c.req.valid('param');
    const layoutId = parseLayoutId(text);
    const read = () => getLayoutEntry(ports, workspaceId, planId, layoutId);
    const expected = await expectMatch(c, read, layoutEntryBody);
    await changeLayoutEntry(ports, workspaceId, planId, layoutId, c.req.valid('json'), expected);
    const body = layoutEntryBody(await read());
    return answerVersion(c, body as never, 200);
  });
}
