import { createRoute } from '@hono/zod-openapi';
import { getLayoutEntry } from '../../../application/get-layout-entry.ts';
import { removeLayoutEntry } from '../../../application/remove-layout-entry.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { expectMatch } from '../../entity-tag.ts';
import { needsScope } from '../../needs-scope.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { entryParams, layoutEntryBody } from './layout-entry-schema.ts';

const route = createRoute({
  method: 'delete',
  path: '/v1/plans/{planId}/layouts/{layoutId}',
  operationId: 'deleteLayoutEntry',
  tags: ['Layouts'],
  security: needsScope('layouts:write'),
  summary: 'Take a layout off the list of a plan',
  description:
    'Its name, note and labels in this plan are gone. The layout itself can be read until retention finds that nothing refers to it, and stays where another ' +
    'plan lists it or a layout was made from it.',
  request: { params: entryParams, query: closedObject({}) },
  responses: {
    204: { description: 'The plan does not list the layout any more.' },
    ...problemAnswers('invalid-parameter', 'unauthorized', 'not-found', 'layout-in-use', 'precondition-failed'),
  },
});

/** `DELETE /v1/plans/{planId}/layouts/{layoutId}`. */
export function registerDeleteLayoutEntry(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { planId, layoutId: text } = c.req.valid('param');
    const layoutId = parseLayoutId(text);
    const read = () => getLayoutEntry(ports, workspaceId, planId, layoutId);
    const expected = await expectMatch(c, read, layoutEntryBody);
    await removeLayoutEntry(ports, workspaceId, planId, layoutId, expected);
    return c.body(null, 204);
  });
}
