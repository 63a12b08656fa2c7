import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { listTerritoryProfileCells } from '../../../application/list-profile-cells.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { answerProfileCells, CELLS_ANSWER, cellsQuery } from './answer-profile-cells.ts';
import { territoryParams } from './get-territory-profile.ts';
import { planIdQuery } from './profile-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/layouts/{layoutId}/territories/{territoryId}/profile/cells',
  operationId: 'listTerritoryProfileCells',
  tags: ['Profiles'],
  security: needsScope('plans:read'),
  summary: "A territory's accounts by cell, for a heat layer",
  description:
    'The accounts of the territory alone, also in cells that it shares with a neighbour: rows as H3HexagonLayer of deck.gl takes them, or GeoJSON.',
  middleware: [answerJson('application/geo+json'), etag()],
  request: { params: territoryParams, query: closedObject({ ...cellsQuery, planId: planIdQuery }) },
  responses: {
    200: CELLS_ANSWER,
    ...problemAnswers(...OF_READING, 'accounts-replaced', 'invalid-problem', 'plan-required'),
  },
});

/** `GET /v1/layouts/{layoutId}/territories/{territoryId}/profile/cells`. */
export function registerListTerritoryProfileCells(app: App): void {
  app.openapi(route, (c) => {
    const { planId = null, ...query } = c.req.valid('query');
    const { layoutId, territoryId } = c.req.valid('param');
    return answerProfileCells(c, query, (request) => {
      const question = { layoutId: parseLayoutId(layoutId), planId };
      return listTerritoryProfileCells(c.var.ports, c.var.workspaceId, territoryId, question, request);
    });
  });
}
