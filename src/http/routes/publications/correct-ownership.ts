import { createRoute, z } from '@hono/zod-openapi';
import { correctOwnership } from '../../../application/correct-ownership.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { reasonSchema } from '../../reason-schema.ts';
import { requestKeyOf } from '../../request-key-of.ts';
import { EXAMPLE_LAYOUT_ID } from '../layouts/layout-schema.ts';
import { planParams } from '../plans/plan-schema.ts';
import { momentBody, momentSchema, PUBLICATION_ID, publicationMembers } from './publication-schema.ts';

const momentText = z.string().max(100);
const { layoutId, line, reps } = publicationMembers;
const newCorrectionSchema = closedObject({
  publicationId: z.string().max(100).optional().openapi({
    description: 'The publication that was in force. Either this or `layoutId`.',
    example: PUBLICATION_ID,
  }),
  layoutId: layoutId.optional().openapi({
    description: 'A layout of the plan that was in force: a publication of it is put on record with the correction.',
  }),
  line: line.openapi({ description: 'With `layoutId`: the line; null: all accounts.', example: null }),
  reps: reps.openapi({ description: 'With `layoutId`: rep by territory.', example: { t1: 'rep-1' } }),
  from: momentText.openapi({
    description: 'The first moment: a day in the time zone of the plan, a time in it, or a time with its offset.',
    example: '2026-01-01',
  }),
  until: momentText.openapi({
    description: 'The moment after the last; it is past, too.',
    example: '2026-01-15T12:00',
  }),
  reason: reasonSchema,
})
  .refine(({ publicationId, layoutId }) => (publicationId === undefined) !== (layoutId === undefined), {
    path: ['publicationId'],
    error: 'or layoutId must be there, and not both; send one of the two',
  })
  .refine(({ publicationId, line, reps }) => publicationId === undefined || (line ?? reps ?? null) === null, {
    path: ['line'],
    error: 'and reps belong to layoutId: a publication has its own; leave them out',
  })
  .openapi('NewCorrection');

const correctionSchema = z
  .object({
    seq: z.number().int().openapi({ description: 'Number of its entry in the log of the plan.', example: 12 }),
    recordedAt: z.iso.datetime().openapi({ example: '2027-01-04T09:00:00.000Z' }),
    publicationId: z.string().openapi({ example: PUBLICATION_ID }),
    line: z.string().nullable().openapi({ example: null }),
    layoutId: z.string().openapi({ description: 'What is on record now for that time.', example: EXAMPLE_LAYOUT_ID }),
    from: momentSchema,
    until: momentSchema,
    reason: z.string().openapi({ example: 'The switch was announced two weeks late' }),
    believed: z
      .array(
        z.object({
          from: momentSchema,
          until: momentSchema,
          publicationId: z.string().nullable().openapi({ example: null }),
          layoutId: z.string().nullable().openapi({ example: null }),
        }),
      )
      .openapi({ description: 'What was on record for that time until now, without gap; null: nothing in force.' }),
  })
  .openapi('Correction');

const route = createRoute({
  method: 'post',
  path: '/v1/plans/{planId}/corrections',
  operationId: 'correctOwnership',
  tags: ['Publications'],
  security: needsScope('layouts:publish'),
  summary: 'Say what has really been in force in a time that is past',
  description:
    'Both stay on record: what was believed, which is answered to whoever asks as of a moment before the correction, and what is known now. Of several ' +
    'corrections of one time the last one counts.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: planParams,
    query: closedObject({}),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: newCorrectionSchema,
          example: {
            layoutId: EXAMPLE_LAYOUT_ID,
            from: '2026-01-01',
            until: '2026-01-15T12:00',
            reason: 'The switch was announced two weeks late',
          },
        },
      },
    },
  },
  responses: {
    201: {
      description: 'The correction.',
      headers: { Location: { schema: { type: 'string' }, description: 'Address of the publication.' } },
      content: { 'application/json': { schema: correctionSchema } },
    },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'wrong-state', 'invalid-references'),
  },
});

/** `POST /v1/plans/{planId}/corrections`. */
export function registerCorrectOwnership(app: App): void {
  app.openapi(route, async (c) => {
    const { publicationId, layoutId, line = null, reps = null, from, until, reason } = c.req.valid('json');
    const { ports, workspaceId, key } = c.var;
    const decider = { workspaceId, planId: c.req.valid('param').planId, keyId: key.keyId };
    const subject =
      publicationId === undefined
        ? { layoutId: layoutId ?? '', line, reps, assignmentId: null, note: reason }
        : { publicationId };
    const asked = { subject, from, until, reason };
    const corrected = await correctOwnership(ports, decider, asked, requestKeyOf(c));
    const { plan, publication, seq, recordedMs, fromMs, untilMs, believed } = corrected;
    c.header('Location', `/v1/publications/${publication.publicationId}`);
    const at = (ms: number) => momentBody(ms, plan.timeZone);
    return c.json(
      {
        ...{ seq, recordedAt: new Date(recordedMs).toISOString(), publicationId: publication.publicationId },
        ...{ line: publication.line, layoutId: publication.layoutId, from: at(fromMs), until: at(untilMs), reason },
        believed: believed.map((one) => ({
          ...{ from: at(one.fromMs), until: at(one.untilMs) },
          ...{ publicationId: one.publicationId, layoutId: one.layoutId },
        })),
      },
      201,
    );
  });
}
