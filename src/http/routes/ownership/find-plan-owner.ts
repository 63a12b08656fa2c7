import { createRoute, z } from '@hono/zod-openapi';
import { findPlanOwner, type PlanOwner } from '../../../application/find-plan-owner.ts';
import { quickDigest } from '../../../domain/quick-digest.ts';
import type { App } from '../../app.ts';
import { asOf } from '../../as-of.ts';
import { blamedBy } from '../../blamed-by.ts';
import { closedObject } from '../../closed-object.ts';
import { holdsTag } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { queryNumber } from '../../query-number.ts';
import { planParams } from '../plans/plan-schema.ts';
import { planOwnerBody, planOwnerSchema } from './owner-schema.ts';
import { momentOf, momentQuery } from './ownership-query.ts';
import { thingOf } from './thing-of.ts';

const querySchema = closedObject({
  lat: queryNumber({ minimum: -90, maximum: 90 })
    .optional()
    .openapi({ description: 'Latitude in degrees; with `lng`.', example: 40.7128 }),
  lng: queryNumber({ minimum: -180, maximum: 180 })
    .optional()
    .openapi({ description: 'Longitude in degrees; with `lat`.', example: -74.006 }),
  cell: z.string().max(100).optional().openapi({ description: 'An H3 cell instead of a point: its center counts.' }),
  account: z.string().min(1).max(200).optional().openapi({ description: 'Id of an account instead of a place.' }),
  ...momentQuery,
}).check(blamedBy((thing) => thingOf(thing, '/')));

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/owner',
  operationId: 'findPlanOwner',
  tags: ['Ownership'],
  security: needsScope('plans:read'),
  summary: 'Who owns a place or an account, now or at any moment, as known at any moment',
  description:
    'An account belongs to who is named for it; else to who the first rule gives it to that it meets; else, as any place, to the territory that holds it in the layout ' +
    'in force; else to who takes what is left, where the plan says so (`catchAll`). What names a territory that the layout in force does not have, or a rep that is not ' +
    'there any more, is passed over. An account is asked for at the place that it had then, as far as was known; attributes that rules look at are those of today. ' +
    'The answer is at most 200 ms older than the request; with `Cache-Control: no-cache` it is not older at all: whatever was acknowledged counts. The `ETag` follows from all but `at` and `asKnownAt` where these were left out.',
  middleware: [answerJson()],
  request: { params: planParams, query: querySchema },
  responses: {
    200: { description: 'The owner.', content: { 'application/json': { schema: planOwnerSchema } } },
    ...problemAnswers(...OF_READING, 'nothing-in-force', 'outside-cover'),
  },
});

/** `GET /v1/plans/{planId}/owner`. */
export function registerFindPlanOwner(app: App): void {
  app.openapi(route, async (c) => {
    const query = c.req.valid('query');
    const moment = await momentOf(c, c.req.valid('param').planId, query);
    // What was known at a moment of the last 200 ms follows from what is read now.
    const read = moment.knownMs === null ? asOf(c) : 'now';
    const owner = await findPlanOwner(c.get('ports'), c.get('workspaceId'), moment, thingOf(query, ''), read);
    const { text, tag } = ownerText(owner, query);
    if (holdsTag(c, tag)) return c.body(null, 304, { ETag: tag }) as never;
    return c.body(text, 200, { 'Content-Type': 'application/json', ETag: tag }) as never;
  });
}

/** An owner as JSON, and its entity tag, which follows from all but the moments where these were not given. */
export function ownerText(
  owner: PlanOwner,
  given: { readonly at?: string | undefined; readonly asKnownAt?: string | undefined },
) {
  const { at, asKnownAt, ...rest } = planOwnerBody(owner);
  const [moments, text] = [JSON.stringify({ at, asKnownAt }), JSON.stringify(rest)];
  const tag = `"${quickDigest(`${given.at} ${given.asKnownAt} ${text}`)}"`;
  // One object of the two: its members are written once.
  return { text: `${moments.slice(0, -1)},${text.slice(1)}`, tag };
}
