import { createRoute, z } from '@hono/zod-openapi';
import { uploadDeals } from '../../../application/upload-deals.ts';
import { DEAL_FIELDS } from '../../../domain/upload-field.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { openRowFile } from '../../open-row-file.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { rateLimitedAs } from '../../rate-limited-as.ts';
import { rowBodies, rowReportBody, rowReportSchema } from '../../row-report.ts';
import { throwWithRowFile } from '../../throw-with-row-file.ts';
import { columnQuery, dryRunQuery, onErrorQuery } from '../../upload-query.ts';
import { planParams } from '../plans/plan-schema.ts';
import { dealSchema } from './deal-schema.ts';

const map = columnQuery(DEAL_FIELDS, 'stage:stage');

/** A deal in a JSON body, described and not enforced: rows are checked one by one by their reader. */
const dealRowSchema = dealSchema
  .partial()
  .required({ id: true, account: true, stage: true, amount: true, expectedClose: true })
  .openapi('DealRow');

const ROWS = [
  {
    id: 'opp-17',
    account: 'acc-1001',
    name: 'Two ovens',
    stage: 'proposal',
    amount: 24_000,
    expectedClose: '2026-12-10',
  },
  {
    id: 'opp-18',
    account: 'acc-1002',
    stage: 'qualified',
    amount: 9_000,
    expectedClose: '2027-01-20',
    probability: 0.2,
  },
];

const route = createRoute({
  method: 'put',
  path: '/v1/plans/{planId}/deals',
  operationId: 'putDeals',
  tags: ['Performance'],
  security: needsScope('plans:write'),
  ...rateLimitedAs('uploads'),
  summary: 'Add open deals, or replace them',
  description:
    'Send rows of `id`, `account`, `stage`, `amount` and `expectedClose` (a day), and if you like `name`, `metric` and `probability` (0 to 1), as CSV, ' +
    'NDJSON or JSON, at most 100 MB and two million rows, plain or gzip. Columns of Salesforce and HubSpot exports are known (`Opportunity ID`, `StageName`, ' +
    '`Close Date`), `map` names others, and columns that are none of these are passed over. Deals are open: one that is won or lost is left out of the next ' +
    'file of `mode=replace`, and what it brought is an actual. A deal without `metric` counts for the metric of the goals of the plan where these have one ' +
    'alone. A deal at a stage that the pipeline does not have is stored and told as a warning: without a probability of its own it counts 0 in weighted sums.',
  middleware: [answerJson()],
  request: {
    params: planParams,
    query: closedObject({
      mode: z
        .enum(['merge', 'replace'])
        .default('merge')
        .openapi({
          description:
            '`merge` adds deals and overwrites those with the same id; `replace` leaves none but those of the file, at once when all of it was read: an ' +
            'export of a CRM is all that is open.',
        }),
      onError: onErrorQuery,
      dryRun: dryRunQuery,
      map: map.query,
    }),
    body: {
      required: true,
      content: rowBodies(
        'DealRow',
        'deals',
        'id,account,name,stage,amount,expectedClose,probability\nopp-17,acc-1001,Two ovens,proposal,24000,2026-12-10,\nopp-18,acc-1002,,qualified,9000,2027-01-20,0.2\n',
        ROWS,
      ),
    },
  },
  responses: {
    200: {
      description: 'At least one row was stored, or would have been.',
      content: {
        'application/json': {
          schema: rowReportSchema({
            field: 'stage',
            value: 'demo',
            detail:
              'is no stage of the pipeline: 14 deals are at such without a probability of its own, and counts 0 in weighted sums',
            remedy: 'describe the stages (PUT /v1/plans/{planId}/pipeline-stages), or correct the names',
          }).openapi('DealReport'),
        },
      },
    },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'invalid-rows'),
  },
});

/** `PUT /v1/plans/{planId}/deals`. */
export function registerPutDeals(app: App): void {
  app.openAPIRegistry.register('DealRow', dealRowSchema);
  app.openapi(
    route,
    async (c) => {
      const { dryRun, map: pairs, ...asked } = c.req.valid('query');
      const options = { ...asked, dryRun: dryRun === 'true' };
      const { planId } = c.req.valid('param');
      const file = openRowFile(c, map.parse(pairs));
      return c.json(rowReportBody(await uploadDeals(c.var.ports, c.var.workspaceId, planId, file, options)), 200);
    },
    throwWithRowFile(app, map, ({ dealReader: reader, deals }) => ({ reader, store: deals.uploads })),
  );
}
