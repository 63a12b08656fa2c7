import { createRoute } from '@hono/zod-openapi';
import { draftPublication } from '../../../application/draft-publication.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerVersion } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { requestKeyOf } from '../../request-key-of.ts';
import { EXAMPLE_LAYOUT_ID } from '../layouts/layout-schema.ts';
import { planParams } from '../plans/plan-schema.ts';
import { TAG_HEADER } from './answer-publication.ts';
import { publicationBody, publicationMembers, publicationSchema } from './publication-schema.ts';

const newPublicationSchema = closedObject(publicationMembers).openapi('NewPublication');

const route = createRoute({
  method: 'post',
  path: '/v1/plans/{planId}/publications',
  operationId: 'draftPublication',
  tags: ['Publications'],
  security: needsScope('layouts:write'),
  summary: 'Draft a publication: a layout, and who serves its territories',
  description:
    'A draft is in force for nobody. It is published at once or for a moment to come, after another key has approved it where the plan wants that ' +
    '(`approvalRequired`). Without `reps` and `assignmentId` the reps of the file serve the territories of an imported layout. A request that is repeated with its `Idempotency-Key` makes no second draft.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: planParams,
    query: closedObject({}),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: newPublicationSchema,
          example: { layoutId: EXAMPLE_LAYOUT_ID, reps: { t1: 'rep-1' }, note: 'Spring territories' },
        },
      },
    },
  },
  responses: {
    201: {
      description: 'The draft.',
      headers: { ...TAG_HEADER, Location: { schema: { type: 'string' }, description: 'Address of the publication.' } },
      content: { 'application/json': { schema: publicationSchema } },
    },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'invalid-references'),
  },
});

/** `POST /v1/plans/{planId}/publications`. */
export function registerDraftPublication(app: App): void {
  app.openapi(route, async (c) => {
    const { layoutId, line = null, reps = null, assignmentId = null, note } = c.req.valid('json');
    const { ports, workspaceId, key } = c.var;
    const found = await draftPublication(
      ports,
      { workspaceId, planId: c.req.valid('param').planId, keyId: key.keyId },
      { layoutId, line, reps, assignmentId, note: note ?? '' },
      requestKeyOf(c),
    );
    const body = publicationBody(found);
    c.header('Location', `/v1/publications/${body.publicationId}`);
    return answerVersion(c, body, 201);
  });
}
