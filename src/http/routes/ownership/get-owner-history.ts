import { createRoute, z } from '@hono/zod-openapi';
import type { PlanOwner } from '../../../application/find-plan-owner.ts';
import { listOwnerHistory } from '../../../application/list-owner-history.ts';
import { momentText } from '../../../domain/moment.ts';
import type { OwnedStretch } from '../../../domain/owner-history.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { entityTag, holdsTag } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { ownershipShape } from './owner-schema.ts';
import { momentOf, momentQuery } from './ownership-query.ts';

const { line, asKnownAt } = momentQuery;

const stretchSchema = z
  .object({
    from: z.iso.datetime().openapi({ description: 'From then on.', example: '2027-01-01T00:00:00.000Z' }),
    until: z.iso
      .datetime()
      .nullable()
      .openapi({ description: 'Until then, which is not included; null: it is not known.', example: null }),
    ...ownershipShape,
  })
  .openapi('OwnedStretch');

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/history',
  operationId: 'getOwnerHistory',
  tags: ['Ownership'],
  security: needsScope('plans:read'),
  summary: 'Every owner that an account had, has, and is known to get',
  description:
    'Stretches of time in their order, those next to each other with the same owner for the same reason joined; times in which nobody owns the account are left out. ' +
    'Attributes that rules look at are those of today. With `beliefs=true` also what was believed before corrections: in which time, since when that was on record, and when the ' +
    'correction replaced it.',
  middleware: [answerJson()],
  request: {
    params: planParams,
    query: closedObject({
      account: z.string().min(1).max(200).openapi({ description: 'Id of the account.', example: 'a1' }),
      line,
      asKnownAt,
      beliefs: z
        .enum(['true', 'false'])
        .default('false')
        .openapi({ description: 'Whether to tell what corrections replaced.' }),
    }),
  },
  responses: {
    200: {
      description: 'The history of the account.',
      content: {
        'application/json': {
          schema: z
            .object({
              planId: planParams.shape.planId,
              line: z
                .string()
                .nullable()
                .openapi({ description: 'Line of the plan; null: all accounts.', example: null }),
              account: z.string().openapi({ description: 'Id of the account.', example: 'a1' }),
              asKnownAt: z.iso
                .datetime()
                .openapi({ description: 'As known then.', example: '2027-03-01T09:00:00.000Z' }),
              items: z.array(stretchSchema).openapi({ description: 'Owners, the first one first.' }),
              beliefs: z
                .array(
                  stretchSchema.extend({
                    recorded: z.iso.datetime().openapi({
                      description: 'When that was said which made it believed.',
                      example: '2027-01-01T00:00:00.000Z',
                    }),
                    replaced: z.iso
                      .datetime()
                      .openapi({ description: 'When it was corrected.', example: '2027-02-01T00:00:00.000Z' }),
                  }),
                )
                .optional()
                .openapi({ description: 'What was believed before corrections, in their order.' }),
            })
            .openapi('OwnerHistory'),
        },
      },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/history`. */
export function registerGetOwnerHistory(app: App): void {
  app.openapi(route, async (c) => {
    const { account, beliefs, ...query } = c.req.valid('query');
    const { planId } = c.req.valid('param');
    const withBeliefs = beliefs === 'true';
    const moment = await momentOf(c, planId, query);
    const history = await listOwnerHistory(c.var.ports, c.var.workspaceId, moment, account, { beliefs: withBeliefs });
    const body = {
      ...{ planId, line: history.line, account, asKnownAt: momentText(history.knownMs) ?? '' },
      items: history.stretches.map(stretchBody),
      ...(withBeliefs && {
        beliefs: history.beliefs.map((belief) => ({
          ...stretchBody(belief),
          recorded: momentText(belief.recordedMs) ?? '',
          replaced: momentText(belief.replacedMs) ?? '',
        })),
      }),
    };
    const tag = await entityTag({ ...body, asKnownAt: query.asKnownAt });
    c.header('ETag', tag);
    return holdsTag(c, tag) ? (c.body(null, 304) as never) : c.json(body, 200);
  });
}

function stretchBody({ fromMs, untilMs, owner }: OwnedStretch<PlanOwner>) {
  const { by, rule, territory, rep, layoutId, publicationId } = owner;
  return {
    from: momentText(fromMs) ?? '',
    until: momentText(untilMs),
    by,
    rule,
    territory,
    rep,
    layoutId,
    publicationId,
  };
}
