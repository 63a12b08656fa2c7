import { createRoute } from '@hono/zod-openapi';
import { acceptChallenge } from '../../../application/accept-challenge.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { reasonSchema } from '../../reason-schema.ts';
import { ownerInput, toNamedOwner } from '../ownership/owner-input.ts';
import { publicationMembers } from '../publications/publication-schema.ts';
import { challengeBody, challengeParams, challengeSchema } from './challenge-schema.ts';

const acceptSchema = closedObject({
  reason: reasonSchema,
  layoutId: publicationMembers.layoutId.optional().openapi({
    description: 'A layout of the plan in which the matter is settled. Either this or `owner`.',
  }),
  owner: ownerInput.optional().openapi({
    description: 'Who the disputed account belongs to from now on, by name.',
    example: { territoryId: 't1' },
  }),
})
  .refine(({ layoutId, owner }) => (layoutId === undefined) !== (owner === undefined), {
    path: ['layoutId'],
    error: 'or owner must be there, and not both; send one of the two',
  })
  .openapi('AcceptedChallenge');

const route = createRoute({
  method: 'post',
  path: '/v1/challenges/{challengeId}/accept',
  operationId: 'acceptChallenge',
  tags: ['Publications'],
  security: needsScope('layouts:publish'),
  summary: 'Accept a challenge: with a layout that settles it, or with an owner by name',
  middleware: [answerJson(), guardJson()],
  request: {
    params: challengeParams,
    query: closedObject({}),
    body: {
      required: true,
      content: {
        'application/json': { schema: acceptSchema, example: { reason: 'It is so', owner: { territoryId: 't1' } } },
      },
    },
  },
  responses: {
    200: { description: 'The challenge, settled.', content: { 'application/json': { schema: challengeSchema } } },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'wrong-state', 'invalid-references'),
  },
});

/** `POST /v1/challenges/{challengeId}/accept`. */
export function registerAcceptChallenge(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId, key } = c.var;
    const deed = { workspaceId, challengeId: c.req.valid('param').challengeId, keyId: key.keyId };
    const { reason, layoutId, owner } = c.req.valid('json');
    const settlement = owner === undefined ? { layoutId: layoutId ?? '' } : { owner: toNamedOwner(owner) };
    return c.json(challengeBody(await acceptChallenge(ports, deed, settlement, reason)), 200);
  });
}
