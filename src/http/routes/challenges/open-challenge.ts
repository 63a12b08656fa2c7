import { createRoute, z } from '@hono/zod-openapi';
import { openChallenge } from '../../../application/open-challenge.ts';
import { parseCell } from '../../../domain/cell.ts';
import type { App } from '../../app.ts';
import { blamedBy } from '../../blamed-by.ts';
import { closedObject } from '../../closed-object.ts';
import { idText } from '../../id-text.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { reasonSchema } from '../../reason-schema.ts';
import { requestKeyOf } from '../../request-key-of.ts';
import { publicationParams } from '../publications/publication-schema.ts';
import { challengeBody, challengeSchema } from './challenge-schema.ts';

const newChallengeSchema = closedObject({
  accountId: idText().optional().openapi({
    description: 'The disputed account. Either this, or `territories` with `cells`.',
    example: 'acc-1001',
  }),
  territories: z
    .array(idText())
    .length(2)
    .optional()
    .openapi({ description: 'The two territories that cells are disputed between.', example: ['t1', 't2'] }),
  cells: z
    .array(z.string().check(blamedBy((text) => parseCell(text, ''))))
    .min(1)
    .max(1_000)
    .optional()
    .openapi({ description: 'The disputed cells, of these two territories.', example: ['872a1072cffffff'] }),
  repId: idText().nullish().openapi({ description: 'The rep in whose name it is.', example: 'rep-1' }),
  reason: reasonSchema,
})
  .refine(
    ({ accountId, territories, cells }) =>
      (accountId === undefined) === (territories !== undefined && cells !== undefined) &&
      (territories === undefined) === (cells === undefined),
    { path: ['accountId'], error: 'or territories and cells must be there, and not both; send one of the two' },
  )
  .openapi('NewChallenge');

const route = createRoute({
  method: 'post',
  path: '/v1/publications/{publicationId}/challenges',
  operationId: 'openChallenge',
  tags: ['Publications'],
  security: needsScope('layouts:write'),
  summary: 'Object to a publication: an account or some cells are not where they should be',
  middleware: [answerJson(), guardJson()],
  request: {
    params: publicationParams,
    query: closedObject({}),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: newChallengeSchema,
          example: { accountId: 'acc-1001', repId: 'rep-1', reason: 'The account has been mine for years' },
        },
      },
    },
  },
  responses: {
    201: {
      description: 'The challenge.',
      headers: { Location: { schema: { type: 'string' }, description: 'Address of the challenge.' } },
      content: { 'application/json': { schema: challengeSchema } },
    },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'wrong-state', 'invalid-references'),
  },
});

/** `POST /v1/publications/{publicationId}/challenges`. */
export function registerOpenChallenge(app: App): void {
  app.openapi(route, async (c) => {
    const { accountId, territories, cells, repId = null, reason } = c.req.valid('json');
    const { ports, workspaceId, key } = c.var;
    const { publicationId } = c.req.valid('param');
    const dispute =
      territories !== undefined && cells !== undefined
        ? { territories: territories as [string, string], cells }
        : { accountId: accountId ?? '' };
    const ref = { workspaceId, publicationId, keyId: key.keyId };
    const requestKey = requestKeyOf(c);
    const body = challengeBody(await openChallenge(ports, ref, { dispute, repId, reason }, requestKey));
    c.header('Location', `/v1/challenges/${body.challengeId}`);
    return c.json(body, 201);
  });
}
