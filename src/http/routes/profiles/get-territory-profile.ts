import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getTerritoryProfile } from '../../../application/get-profile.ts';
import { MIN_ACCOUNTS, MIN_COMPARED } from '../../../domain/find-statements.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import { QUADRANTS, type Quadrant, STATEMENT_RULES } from '../../../domain/statement-rules.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { layoutParams } from '../layouts/layout-schema.ts';
import { planParams } from '../plans/plan-schema.ts';
import {
  assignmentQuery,
  HOW_DISTRIBUTED,
  planIdQuery,
  profileBody,
  profileMembers,
  repBody,
  statementSchema,
} from './profile-schema.ts';
import { servedByBody, servedBySchema, servingRepSchema } from './serving-schema.ts';

/** Path parameters of what there is of one territory of a layout. */
export const territoryParams = layoutParams.extend({
  territoryId: z
    .string()
    .max(200)
    .openapi({
      param: { name: 'territoryId', in: 'path' },
      description: 'Id of a territory of the layout.',
      example: 't1',
    }),
});

const statements = z.array(statementSchema).max(STATEMENT_RULES.length);
const schema = z
  .object({
    layoutId: layoutParams.shape.layoutId,
    territoryId: z.string().openapi({ description: 'Its id.', example: 't1' }),
    name: z.string().openapi({ description: 'Its name.', example: 'Territory 1' }),
    planId: planParams.shape.planId,
    line: z
      .string()
      .nullable()
      .openapi({ description: 'The line that the layout is of; null: all accounts.', example: null }),
    servedBy: servedBySchema,
    rep: servingRepSchema,
    ...profileMembers,
    strengths: statements,
    weaknesses: statements,
    opportunities: statements,
    threats: statements,
  })
  .openapi('TerritoryProfile');

const RULES = STATEMENT_RULES.map(({ id, quadrant, formula, holds }) => {
  const when =
    typeof holds === 'string'
      ? holds.replace('-', ' ')
      : 'above' in holds
        ? `above ${holds.above}`
        : `below ${holds.below}`;
  return `- \`${id}\` (${quadrant}): ${formula}; ${when}`;
}).join('\n');

const route = createRoute({
  method: 'get',
  path: '/v1/layouts/{layoutId}/territories/{territoryId}/profile',
  operationId: 'getTerritoryProfile',
  tags: ['Profiles'],
  security: needsScope('plans:read'),
  summary: 'Who the customers of a territory are, and what stands out',
  description:
    'Counts and sums over the accounts of the plan, of those of the line where the layout is of one, that the territory holds as they are now. ' +
    `${HOW_DISTRIBUTED}\n\nStatements compare figures among the territories of the layout: in the top (bottom) quarter is who is at the upper (lower) quartile or beyond, and beyond the median. ` +
    `Nothing is compared where fewer than ${MIN_COMPARED} territories have the figure, and nothing said of a territory with fewer than ${MIN_ACCOUNTS} accounts. The rules:\n\n${RULES}`,
  middleware: [answerJson(), etag()],
  request: { params: territoryParams, query: closedObject({ planId: planIdQuery, assignment: assignmentQuery }) },
  responses: {
    200: { description: 'The profile.', content: { 'application/json': { schema } } },
    ...problemAnswers(...OF_READING, 'accounts-replaced', 'invalid-problem', 'plan-required'),
  },
});

/** `GET /v1/layouts/{layoutId}/territories/{territoryId}/profile`. */
export function registerGetTerritoryProfile(app: App): void {
  app.openapi(route, async (c) => {
    const { layoutId, territoryId } = c.req.valid('param');
    const { planId = null, assignment = null } = c.req.valid('query');
    const question = { layoutId: parseLayoutId(layoutId), planId, assignmentId: assignment };
    const found = await getTerritoryProfile(c.var.ports, c.var.workspaceId, territoryId, question);
    const { ground, facts, profile, penetration } = found;
    const of = (quadrant: Quadrant) => found.statements.filter((statement) => statement.quadrant === quadrant);
    const [strengths, weaknesses, opportunities, threats] = QUADRANTS.map(of);
    const body = {
      ...{ layoutId, territoryId, name: facts.name, planId: ground.plan.planId, line: ground.lineId },
      ...{ servedBy: servedByBody(ground.serving.source), rep: repBody(facts) },
      ...{ ...profileBody(profile), penetration, workload: facts.workload },
      ...{ strengths, weaknesses, opportunities, threats },
    };
    return c.json(body as never, 200);
  });
}
