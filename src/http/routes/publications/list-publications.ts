import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getPlan } from '../../../application/get-plan.ts';
import { listPublications } from '../../../application/list-publications.ts';
import { MAX_LINE_ID } from '../../../domain/line.ts';
import { parseMoment } from '../../../domain/moment.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { planParams } from '../plans/plan-schema.ts';
import { publicationBody, publicationSchema, publicationStateSchema } from './publication-schema.ts';

/** A moment in a query. */
function momentQuery(description: string) {
  return z.string().max(100).optional().openapi({ description, example: '2099-02-01' });
}

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/publications',
  operationId: 'listPublications',
  tags: ['Publications'],
  security: needsScope('plans:read'),
  summary: 'The publications of a plan, the latest drafted first',
  middleware: [answerJson(), etag()],
  request: {
    params: planParams,
    query: closedObject({
      ...pageQuery,
      state: publicationStateSchema.optional().openapi({ description: 'Only those in this state.' }),
      line: z.string().max(MAX_LINE_ID).optional().openapi({
        description: 'Only those of this line; empty: of the plan as a whole.',
        example: '',
      }),
      at: momentQuery('States are those of this moment: a day or time as for `effectiveFrom`. Left out: now.'),
      asKnownAt: momentQuery('What was on record at this moment alone. Left out: all that is.'),
    }),
  },
  responses: {
    200: {
      description: 'A page of publications.',
      content: { 'application/json': { schema: pageSchema(publicationSchema).openapi('PublicationPage') } },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/publications`. */
export function registerListPublications(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const plan = await getPlan(ports, workspaceId, c.req.valid('param').planId);
    const { state = null, line, at, asKnownAt, ...query } = c.req.valid('query');
    const filter = {
      state,
      line: line === '' ? null : line,
      atMs: at === undefined ? Date.now() : parseMoment(at, plan.timeZone, 'at'),
      knownMs: asKnownAt === undefined ? null : parseMoment(asKnownAt, plan.timeZone, 'asKnownAt'),
    };
    const { items, next } = await listPublications(ports, workspaceId, plan, filter, pageRequest(c, query));
    return c.json(linkPage(c, { items: items.map((view) => publicationBody({ plan, view })), next }), 200);
  });
}
