import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getPlan } from '../../../application/get-plan.ts';
import { listChallenges } from '../../../application/list-challenges.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { publicationParams } from '../publications/publication-schema.ts';
import { challengeBody, challengeSchema, challengeStateSchema } from './challenge-schema.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/challenges',
  operationId: 'listChallenges',
  tags: ['Publications'],
  security: needsScope('plans:read'),
  summary: 'The challenges of a plan, the latest first',
  middleware: [answerJson(), etag()],
  request: {
    params: planParams,
    query: closedObject({
      ...pageQuery,
      state: challengeStateSchema.optional().openapi({ description: 'Only those in this state.' }),
      publicationId: publicationParams.shape.publicationId.optional().openapi({
        param: { name: 'publicationId', in: 'query' },
        description: 'Only those of this publication.',
      }),
    }),
  },
  responses: {
    200: {
      description: 'A page of challenges.',
      content: { 'application/json': { schema: pageSchema(challengeSchema).openapi('ChallengePage') } },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/challenges`. */
export function registerListChallenges(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const plan = await getPlan(ports, workspaceId, c.req.valid('param').planId);
    const { state = null, publicationId = null, ...query } = c.req.valid('query');
    const filter = { state, publicationId };
    const { items, next } = await listChallenges(ports, workspaceId, plan.planId, filter, pageRequest(c, query));
    const bodies = items.map((challenge) => challengeBody({ plan, challenge }));
    return c.json(linkPage(c, { items: bodies, next }), 200);
  });
}
