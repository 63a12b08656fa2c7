import { createRoute, z } from '@hono/zod-openapi';
import { importPlan } from '../../../application/import-plan.ts';
import { Failure } from '../../../domain/failure.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { decodeBody } from '../../decode-body.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, problemAnswers } from '../../problem-answers.ts';
import { rateLimitedAs } from '../../rate-limited-as.ts';
import { PLAN_FILE_EXAMPLE, PLAN_FILE_TYPE } from './export-plan.ts';
import { planWithCountBody, planWithCountSchema } from './get-plan.ts';

/** Largest file as it is sent, and after decompression: a million accounts with layouts. */
const MAX_SENT_BYTES = 100_000_000;
const MAX_FILE_BYTES = 1_000_000_000;

const importedSchema = planWithCountSchema
  .extend({
    reps: z.number().int().openapi({ description: 'Reps of the plan.', example: 48 }),
    layouts: z.number().int().openapi({ description: 'Layouts of the plan.', example: 12 }),
    assignments: z.number().int().openapi({ description: 'Assignments of these layouts.', example: 3 }),
    hierarchies: z.number().int().openapi({ description: 'Hierarchies of its layouts.', example: 2 }),
  })
  .openapi('ImportedPlan');

const route = createRoute({
  ...rateLimitedAs('uploads'),
  method: 'post',
  path: '/v1/plans/import',
  operationId: 'importPlan',
  tags: ['Plans'],
  security: needsScope('plans:write'),
  summary: 'Make a plan of a file that an export wrote',
  description:
    'Takes what `GET /v1/plans/{planId}/export` gave, of this workspace, another or another installation; at most 100 MB as it is sent, plain or with ' +
    '`Content-Encoding: gzip`. The plan gets an id of its own, and is there when all of the file is stored, or not at all: then every fault is named with its line. ' +
    'Layouts keep their ids and every byte, and so do hierarchies; where the workspace has a hierarchy already, its own names and managers stay. Assignments get new ids. ' +
    'A file with layouts needs a key with `layouts:write`, too, and one with a log, which says what is in force, ' +
    '`layouts:publish`. The log comes in unchanged, its digests are worked out again, and where one does not follow on the one before it nothing is taken.',
  middleware: [answerJson()],
  request: {
    query: closedObject({}),
    body: { required: true, content: { [PLAN_FILE_TYPE]: { schema: { type: 'string' }, example: PLAN_FILE_EXAMPLE } } },
  },
  responses: {
    201: {
      description: 'The plan, with all that the file holds.',
      headers: { Location: { schema: { type: 'string' }, description: 'Address of the plan.' } },
      content: { 'application/json': { schema: importedSchema } },
    },
    ...problemAnswers(
      ...OF_BODY,
      'invalid-parameter',
      'unauthorized',
      'not-acceptable',
      'accounts-replaced',
      'invalid-rows',
    ),
  },
});

/** `POST /v1/plans/import`. */
export function registerImportPlan(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId, key } = c.var;
    if (Number(c.req.header('content-length') ?? 0) > MAX_SENT_BYTES) {
      throw new Failure('payload-too-large', `the body is larger than ${MAX_SENT_BYTES} bytes: send it with gzip`);
    }
    const body = decodeBody(c.req.raw.body, c.req.header('content-encoding'), MAX_FILE_BYTES);
    const file = { mediaType: c.req.header('content-type'), body };
    const { plan, counts } = await importPlan(ports, workspaceId, file, {
      haveLayouts: key.scopes.includes('layouts:write'),
      publish: key.scopes.includes('layouts:publish'),
    });
    const { accounts, reps, layouts, hierarchies, assignments } = counts;
    c.header('Location', `/v1/plans/${plan.planId}`);
    return c.json({ ...planWithCountBody({ plan, accounts }), reps, layouts, hierarchies, assignments }, 201);
  });
}
