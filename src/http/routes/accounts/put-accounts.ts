import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { putAccounts } from '../../../application/put-accounts.ts';
import { refuseAccounts } from '../../../application/refuse-upload.ts';
import type { Failure } from '../../../domain/failure.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import type { HttpEnv } from '../../http-env.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { openRowFile } from '../../open-row-file.ts';
import { OF_BODY, OF_READING, problemAnswers, violationSchema } from '../../problem-answers.ts';
import { rateLimitedAs } from '../../rate-limited-as.ts';
import { throwWithRows } from '../../throw-violations.ts';
import { planParams } from '../plans/plan-schema.ts';
import { accountBodies } from './account-bodies.ts';
import { columnsSchema, findMappedColumns, mappedColumns, mapQuery } from './column-pairs.ts';

const uploadQuery = closedObject({
  mode: z
    .enum(['merge', 'replace'])
    .default('merge')
    .openapi({
      description:
        '`merge` adds the accounts of the file and overwrites those with the same id. `replace` leaves none but those of the file; the old ' +
        'ones stay in force until all of the file is read.',
    }),
  onError: z.enum(['skip', 'reject']).default('skip').openapi({
    description: '`skip` stores the good rows of a file with bad ones, `reject` stores none of it (422).',
  }),
  ...mapQuery,
  dryRun: z.enum(['true', 'false']).default('false').openapi({ description: 'Check and count all rows, store none.' }),
});

const route = createRoute({
  method: 'put',
  path: '/v1/plans/{planId}/accounts',
  operationId: 'putAccounts',
  tags: ['Accounts'],
  security: needsScope('plans:write'),
  ...rateLimitedAs('uploads'),
  summary: 'Add accounts to a plan, or replace those with the same id',
  description:
    'Send a file as CSV, NDJSON, JSON or GeoJSON, at most 100 MB, plain or with `Content-Encoding: gzip`. Columns `id`, `lat` and `lng` ' +
    'are required; `name`, `segment`, `productLines` and `requiredSkills` (lists, in CSV with `;` between), `size`, `visitMinutes`, ' +
    '`visitsPerPeriod`, `lastVisit` (a day), `repId` and `status` (customer, prospect or dormant) are optional, in any case and with spaces or underscores. Columns of Salesforce, HubSpot and Dynamics ' +
    'exports are known (`Account ID`, `BillingLatitude`, `address1_latitude`, `hs_object_id`, `ownerid`, `lifecyclestage` ...); `map` names any others, and ' +
    '`columns` in the answer says what each was taken for. Where accounts have visits, layouts have the metric `workload`: hours of visits ' +
    'and an estimate of travel. The metrics of the plan are read from the columns of their names; a plan without metrics gets ' +
    'those columns that hold only numbers in the first 1,000 rows. All other columns are attributes, kept as text. Good rows are ' +
    'stored and bad rows reported; of several rows with one id the first counts. With `mode=replace`, `onError=reject` or ' +
    '`dryRun=true` nothing of the file is seen before all of it was read, and nothing of it is stored when the request breaks off.',
  middleware: [answerJson()],
  request: { params: planParams, query: uploadQuery, body: { required: true, content: accountBodies } },
  responses: {
    200: {
      description: 'At least one row was stored, or would have been.',
      content: {
        'application/json': {
          schema: z
            .object({
              uploadId: z.string().openapi({
                description: 'Id of the upload: tell it to support.',
                example: 'upl_4tJw0ZbYkQ9mC1nRf8XsLp',
              }),
              mode: z.enum(['merge', 'replace']).openapi({ description: 'As the request said.' }),
              dryRun: z.boolean().openapi({ description: 'Whether nothing was stored.', example: false }),
              accepted: z.number().int().openapi({ description: 'Rows stored, or good enough.', example: 249_998 }),
              rejected: z.number().int().openapi({ description: 'Rows with a violation.', example: 2 }),
              metrics: z
                .array(z.string())
                .max(17)
                .openapi({
                  description: 'Metrics of the plan, in the order of their declaration.',
                  example: ['establishments', 'employees'],
                }),
              columns: columnsSchema,
              violations: z.array(violationSchema).max(1000).openapi({ description: 'The first 1,000.' }),
              violationCount: z.number().int().openapi({ description: 'Violations in all.', example: 2 }),
              warnings: z
                .array(violationSchema)
                .max(10)
                .openapi({
                  description: 'What is stored as it is and may be a mistake: reps that the plan does not have.',
                  example: [
                    {
                      field: 'repId',
                      value: 'rep-9, rep-11',
                      detail: 'is no rep of the plan: 14 rows name 2 reps that the plan does not have',
                      remedy: 'send the reps, too (PUT /v1/plans/{planId}/reps), or correct repId',
                    },
                  ],
                }),
            })
            .openapi('UploadReport'),
        },
      },
    },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'accounts-replaced', 'invalid-rows'),
  },
});

/** `PUT /v1/plans/{planId}/accounts`. */
export function registerPutAccounts(app: App): void {
  const refuse = async (c: Context<HttpEnv>, refused: Failure) => {
    const { ports, workspaceId } = c.var;
    const columns = findMappedColumns(c);
    const file = columns && openRowFile(c, columns);
    return file === null ? refused : refuseAccounts(ports, workspaceId, c.req.param('planId') ?? '', file, refused);
  };
  app.openapi(
    route,
    async (c) => {
      const { dryRun, map, ...query } = c.req.valid('query');
      const file = openRowFile(c, mappedColumns(map));
      const options = { ...query, dryRun: dryRun === 'true' };
      const report = await putAccounts(c.var.ports, c.var.workspaceId, c.req.valid('param').planId, file, options);
      const { metrics, columns: taken, violations, warnings } = report;
      return c.json(
        { ...report, metrics: [...metrics], columns: [...taken], violations: [...violations], warnings: [...warnings] },
        200,
      );
    },
    throwWithRows(app, refuse),
  );
}
