import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { listPlanProfileCells } from '../../../application/list-profile-cells.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { lineQuery } from '../lines/line-schema.ts';
import { planParams } from '../plans/plan-schema.ts';
import { answerProfileCells, CELLS_ANSWER, cellsQuery } from './answer-profile-cells.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/profile/cells',
  operationId: 'listPlanProfileCells',
  tags: ['Profiles'],
  security: needsScope('plans:read'),
  summary: "A plan's accounts by cell, for a heat layer",
  description:
    'Counts, sums, penetration, room and hours by H3 cell: rows as H3HexagonLayer of deck.gl takes them, or GeoJSON.',
  middleware: [answerJson('application/geo+json'), etag()],
  request: { params: planParams, query: closedObject({ ...cellsQuery, line: lineQuery }) },
  responses: { 200: CELLS_ANSWER, ...problemAnswers(...OF_READING, 'accounts-replaced') },
});

/** `GET /v1/plans/{planId}/profile/cells`. */
export function registerListPlanProfileCells(app: App): void {
  app.openapi(route, (c) => {
    const { line = null, ...query } = c.req.valid('query');
    const { planId } = c.req.valid('param');
    return answerProfileCells(c, query, (request) =>
      listPlanProfileCells(c.var.ports, c.var.workspaceId, planId, line, request),
    );
  });
}
