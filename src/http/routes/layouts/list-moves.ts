import { createRoute } from '@hono/zod-openapi';
import { listMoves } from '../../../application/list-moves.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import { answerImmutable, IMMUTABLE_HEADERS } from '../../answer-immutable.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { layoutParams, moveSchema } from './layout-schema.ts';
import { moveBody } from './move-body.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/layouts/{layoutId}/moves',
  operationId: 'listMoves',
  tags: ['Layouts'],
  security: needsScope('plans:read'),
  summary: 'What moved when a layout was made from another',
  description:
    'Every cell with accounts that changed its territory, as `rebalanceLayout` answers them, also for a rebalance that a job has done, and for ' +
    'edits; of a merge what is elsewhere than in ours. None for a layout that was not made from another.',
  middleware: [answerJson()],
  request: { params: layoutParams, query: closedObject(pageQuery) },
  responses: {
    200: {
      description: 'A page of moves, cells in ascending order.',
      headers: IMMUTABLE_HEADERS,
      content: { 'application/json': { schema: pageSchema(moveSchema).openapi('MovePage') } },
    },
    304: { description: 'The client has them already.' },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/layouts/{layoutId}/moves`. */
export function registerListMoves(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const query = c.req.valid('query');
    const layoutId = parseLayoutId(c.req.valid('param').layoutId);
    const { layout, ids, items, next } = await listMoves(ports, workspaceId, layoutId, pageRequest(c, query));
    const page = linkPage(c, { items: items.map((move) => moveBody(layout, move, ids)), next });
    return answerImmutable(c, `${layoutId}-moves-from-${query.cursor ?? ''}-${query.limit}`, () => c.json(page, 200));
  });
}
