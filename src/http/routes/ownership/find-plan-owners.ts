import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { OwnedThing } from '../../../application/find-plan-owner.ts';
import { openOwners } from '../../../application/find-plan-owners.ts';
import { Failure, type Violation } from '../../../domain/failure.ts';
import { momentText } from '../../../domain/moment.ts';
import type { App } from '../../app.ts';
import { asOf } from '../../as-of.ts';
import { closedObject } from '../../closed-object.ts';
import { decodeBody } from '../../decode-body.ts';
import type { HttpEnv } from '../../http-env.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { negotiate } from '../../negotiate.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { streamText } from '../../stream-text.ts';
import { throwViolations } from '../../throw-violations.ts';
import { planParams } from '../plans/plan-schema.ts';
import { inForceBody, ownershipBody, planOwnerSchema } from './owner-schema.ts';
import { answerLines, errorBody, linesOf } from './owners-stream.ts';
import { momentOf, momentQuery } from './ownership-query.ts';
import { readThing } from './read-thing.ts';

const NDJSON = 'application/x-ndjson';
/** Places of one JSON request. */
const MAX_PLACES = 1_000;
const MAX_ANSWERS = 10_000;
/** Some hundred bytes a line. */
const MAX_BYTES = 10_000_000;

const thingSchema = z
  .object({
    lat: z.number().min(-90).max(90).optional(),
    lng: z.number().min(-180).max(180).optional(),
    cell: z.string().max(100).optional(),
    account: z.string().max(200).optional(),
  })
  .openapi('OwnedThing', { example: { lat: 40.7128, lng: -74.006 } });

/** The places themselves are read one by one: a schema would take longer than the answer. */
const bodySchema = closedObject({ places: z.array(z.unknown()).max(MAX_PLACES), ...momentQuery });
const describedBody = closedObject({
  places: z
    .array(thingSchema)
    .max(MAX_PLACES)
    .openapi({
      description: 'Points (`lat` and `lng`), cells, or accounts of the plan.',
      example: [{ lat: 40.7128, lng: -74.006 }, { cell: '892a1072b5bffff' }],
    }),
  ...momentQuery,
}).openapi('OwnersQuestion');

const sharedShape = planOwnerSchema.pick({
  ...{ planId: true, line: true, at: true, asKnownAt: true, layoutId: true, publicationId: true, logSeq: true },
});
const itemSchema = z.union([
  planOwnerSchema.omit({
    ...{ planId: true, line: true, at: true, asKnownAt: true, layoutId: true, publicationId: true, logSeq: true },
  }),
  z.object({
    error: z
      .looseObject({ kind: z.string(), detail: z.string() })
      .openapi({ description: 'Why there is none: as in a problem document.' }),
  }),
]);

const ITEM = {
  by: 'geography',
  rule: null,
  territory: { id: 't7', name: 'Territory 7' },
  rep: { id: 'rep-7', name: 'Kim Park' },
  cell: '842a107ffffffff',
  account: null,
  since: '2027-01-01T00:00:00.000Z',
  until: null,
  nextChange: null,
  passedOver: [],
};

const route = createRoute({
  method: 'post',
  path: '/v1/plans/{planId}/owners',
  operationId: 'findPlanOwners',
  tags: ['Ownership'],
  security: needsScope('plans:read'),
  summary: 'Who owns many places or accounts',
  description:
    'As `GET /v1/plans/{planId}/owner`, for up to 1,000 places as JSON, or up to 10,000 lines as NDJSON, which are answered with a line each while they come; then `line`, `at` and ' +
    '`asKnownAt` are in the query. All answers of a request are of the same state of the plan. What has no owner gets `{"error": {"kind", "detail", "nearest"}}` in its place; ' +
    'the nearest territory is looked for for the first 50 of them. Answers are at most 200 ms older than the request; with `Cache-Control: no-cache` not at all.',
  middleware: [answerJson(NDJSON), guardJson(NDJSON)],
  request: {
    params: planParams,
    query: closedObject(momentQuery),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: { $ref: '#/components/schemas/OwnersQuestion' },
          example: { places: [{ lat: 40.7128, lng: -74.006 }, { cell: '892a1072b5bffff' }] },
        },
        [NDJSON]: {
          schema: { type: 'string', maxLength: MAX_BYTES },
          example: '{"lat":40.7128,"lng":-74.006}\n{"cell":"892a1072b5bffff"}\n',
        },
      },
    },
  },
  responses: {
    200: {
      description: 'An owner for each place, in their order.',
      content: {
        'application/json': {
          schema: sharedShape
            .extend({
              owners: z
                .array(itemSchema)
                .max(MAX_ANSWERS)
                .openapi({ description: 'In the order of the places.', example: [ITEM] }),
            })
            .openapi('PlanOwners'),
        },
        [NDJSON]: {
          schema: { type: 'string', maxLength: MAX_BYTES },
          example: `${JSON.stringify({ planId: 'pln_2Yq8HkLr0sVbN3xTzWcJ5m', ...ITEM })}\n`,
        },
      },
    },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'nothing-in-force'),
  },
});

/** `POST /v1/plans/{planId}/owners`. */
export function registerFindPlanOwners(app: App): void {
  app.openAPIRegistry.register('OwnersQuestion', describedBody);
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { planId } = c.req.valid('param');
    const isLines = c.req.header('content-type')?.toLowerCase().startsWith(NDJSON) ?? false;
    const type = negotiate(
      c.req.header('accept'),
      isLines ? [NDJSON, 'application/json'] : ['application/json', NDJSON],
    );
    const { things, moment } = isLines ? { things: null, moment: {} } : await readQuestion(c);
    const asked = await momentOf(c, planId, { ...c.req.valid('query'), ...moment });
    const batch = await openOwners(ports, workspaceId, asked, asked.knownMs === null ? asOf(c) : 'now');
    const body = () => decodeBody(c.req.raw.body, c.req.header('content-encoding'), MAX_BYTES);
    const answers = things === null ? answerLines(batch, body()) : await batch.find(things);
    if (type === NDJSON) return c.body(streamText(linesOf(answers)), 200, { 'Content-Type': NDJSON }) as never;
    const owners = [];
    for await (const answer of answers) owners.push('kind' in answer ? errorBody(answer) : ownershipBody(answer));
    const { line, atMs, knownMs } = batch.opened;
    const times = { at: momentText(atMs) ?? '', asKnownAt: momentText(knownMs) ?? '' };
    return c.json({ planId, line, ...times, ...inForceBody(batch.opened), owners }, 200);
  });
}

/** Reads a question in JSON. Throws `invalid-parameter` with everything that is wrong. */
async function readQuestion(c: Context<HttpEnv>) {
  const data: unknown = await c.req.json();
  const read = await bodySchema.safeParseAsync(data);
  throwViolations({ ...read, target: 'json', data });
  const { places, ...moment } = read.data as z.infer<typeof bodySchema>;
  return { things: readAll(places), moment };
}

/** Reads all places, or names everything that is wrong with them. */
function readAll(places: readonly unknown[]): OwnedThing[] {
  const violations: Violation[] = [];
  const things = places.flatMap((place, at) => {
    try {
      return [readThing(place, `/places/${at}/`)];
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      violations.push(...error.violations);
      return [];
    }
  });
  const [first, ...rest] = violations;
  if (first !== undefined) throw Failure.invalid('invalid-parameter', first, ...rest);
  return things;
}
