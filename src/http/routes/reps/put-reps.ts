import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { refuseReps } from '../../../application/refuse-upload.ts';
import { uploadReps } from '../../../application/upload-reps.ts';
import type { Failure } from '../../../domain/failure.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { decodeBody } from '../../decode-body.ts';
import type { HttpEnv } from '../../http-env.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { rateLimitedAs } from '../../rate-limited-as.ts';
import { throwWithRows } from '../../throw-violations.ts';
import { planParams } from '../plans/plan-schema.ts';
import { repSchema } from './rep-schema.ts';

/** Ten thousand reps with all that they may have. */
const MAX_REPS_BYTES = 10_000_000;

/** A rep in a JSON body, described and not enforced: rows are checked one by one by their reader. */
const repRowSchema = repSchema.partial().required({ id: true }).openapi('RepRow');
const ROW = { $ref: '#/components/schemas/RepRow' };
const EXAMPLE = {
  id: 'rep-7',
  name: 'Kim Park',
  home: { lat: 40.73, lng: -73.99 },
  capacityHours: 120,
  skills: ['gas'],
};

const route = createRoute({
  ...rateLimitedAs('uploads'),
  method: 'put',
  path: '/v1/plans/{planId}/reps',
  operationId: 'putReps',
  tags: ['Reps'],
  security: needsScope('plans:write'),
  summary: 'Add reps to a plan, or replace them',
  description:
    'Send JSON (an array, or an object with it in `reps`), NDJSON or CSV, at most 10,000 reps and 10 MB, plain or gzip. In CSV `homeLat` and ' +
    '`homeLng` are columns, and `skills` and `leave` (`2027-07-01/2027-07-14`) have `;` between entries. When a row is bad nothing is ' +
    'stored and every bad row is named.',
  middleware: [answerJson()],
  request: {
    params: planParams,
    query: closedObject({
      mode: z.enum(['merge', 'replace']).default('merge').openapi({
        description:
          '`merge` adds reps and overwrites those with the same id; `replace` leaves none but those of the file.',
      }),
    }),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: {
            oneOf: [
              { type: 'array', items: ROW },
              { type: 'object', properties: { reps: { type: 'array', items: ROW } }, required: ['reps'] },
            ],
          },
          example: [EXAMPLE],
        },
        'text/csv': {
          schema: { type: 'string', maxLength: MAX_REPS_BYTES },
          example: 'id,name,homeLat,homeLng,capacityHours,skills\nrep-7,Kim Park,40.73,-73.99,120,gas;cold\n',
        },
        'application/x-ndjson': {
          schema: { type: 'string', maxLength: MAX_REPS_BYTES },
          example: `${JSON.stringify(EXAMPLE)}\n`,
        },
      },
    },
  },
  responses: {
    200: {
      description: 'All rows are stored.',
      content: {
        'application/json': {
          schema: z
            .object({
              mode: z.enum(['merge', 'replace']).openapi({ description: 'As the request said.' }),
              accepted: z.number().int().openapi({ description: 'Reps stored.', example: 48 }),
            })
            .openapi('RepReport'),
        },
      },
    },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'invalid-rows'),
  },
});

/** `PUT /v1/plans/{planId}/reps`. */
export function registerPutReps(app: App): void {
  app.openAPIRegistry.register('RepRow', repRowSchema);
  const refuse = (c: Context<HttpEnv>, refused: Failure) =>
    refuseReps(c.var.ports, c.var.workspaceId, c.req.param('planId') ?? '', openFile(c), refused);
  app.openapi(
    route,
    async (c) => {
      const { mode } = c.req.valid('query');
      const { planId } = c.req.valid('param');
      const accepted = await uploadReps(c.var.ports, c.var.workspaceId, planId, openFile(c), mode);
      return c.json({ mode, accepted }, 200);
    },
    throwWithRows(app, refuse),
  );
}

function openFile(c: Context<HttpEnv>) {
  const body = decodeBody(c.req.raw.body, c.req.header('content-encoding'), MAX_REPS_BYTES);
  return { mediaType: c.req.header('content-type'), body };
}
