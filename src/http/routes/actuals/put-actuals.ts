import { createRoute, z } from '@hono/zod-openapi';
import { uploadActuals } from '../../../application/upload-actuals.ts';
import { ACTUAL_FIELDS } from '../../../domain/upload-field.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { orderedSpan, spanQuery } from '../../day-query.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { openRowFile } from '../../open-row-file.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { rateLimitedAs } from '../../rate-limited-as.ts';
import { rowBodies, rowReportBody, rowReportSchema } from '../../row-report.ts';
import { throwWithRowFile } from '../../throw-with-row-file.ts';
import { columnQuery, dryRunQuery, onErrorQuery } from '../../upload-query.ts';
import { planParams } from '../plans/plan-schema.ts';
import { actualSchema } from './actual-schema.ts';

const map = columnQuery(ACTUAL_FIELDS, 'account:account');

const ROWS = [
  { account: 'acc-1001', metric: 'revenue', period: '2026-10', value: 1250.5 },
  { account: 'acc-1001', metric: 'revenue', period: '2026-11-03', value: -40 },
  { account: 'acc-1002', metric: 'revenue', period: '2026-10', value: 800 },
];

const query = orderedSpan(
  closedObject({
    mode: z
      .enum(['merge', 'replace'])
      .default('merge')
      .openapi({
        description:
          '`merge` adds rows and overwrites those with the same account, metric and period. `replace` leaves none from `from` to `until` but those of the ' +
          'file, at once when all of it was read; an empty file empties the span.',
      }),
    from: spanQuery.from.openapi({
      description: 'First day of what the file is about: rows before it are bad, and `replace` replaces none.',
    }),
    until: spanQuery.until.openapi({ description: 'Last day of what the file is about, likewise.' }),
    onError: onErrorQuery,
    dryRun: dryRunQuery,
    map: map.query,
  }),
);

const route = createRoute({
  method: 'put',
  path: '/v1/plans/{planId}/actuals',
  operationId: 'putActuals',
  tags: ['Performance'],
  security: needsScope('plans:write'),
  ...rateLimitedAs('uploads'),
  summary: 'Add what was achieved with accounts',
  description:
    'Send rows of `account`, `metric`, `period` (a day, 2026-10-15, or a month, 2026-10) and `value` (negative for what was taken back) as CSV, NDJSON or ' +
    'JSON, at most 100 MB and two million rows, plain or with `Content-Encoding: gzip`. `map` names other columns; columns that are none of these are ' +
    'passed over, and `columns` says what each was taken for. A month and days of it add up: send the one or the others. Good rows are stored and bad rows ' +
    'reported; of several rows of a file with one account, metric and period the first counts and the others are bad. Accounts need not be there (yet): ' +
    'what they achieved counts for the plan and for no territory. It goes when the account is deleted by name, and stays when a file replaces all accounts.',
  middleware: [answerJson()],
  request: {
    params: planParams,
    query,
    body: {
      required: true,
      content: rowBodies(
        'Actual',
        'actuals',
        'account,metric,period,value\nacc-1001,revenue,2026-10,1250.50\nacc-1001,revenue,2026-11-03,-40\nacc-1002,revenue,2026-10,800\n',
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
            field: 'account',
            value: 'acc-9',
            detail: 'is no account of the plan: 3 rows name an account that the plan does not have',
            remedy: 'send the accounts, too (PUT /v1/plans/{planId}/accounts), or correct the ids',
          }).openapi('ActualReport'),
        },
      },
    },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'invalid-rows'),
  },
});

/** `PUT /v1/plans/{planId}/actuals`. */
export function registerPutActuals(app: App): void {
  app.openAPIRegistry.register('Actual', actualSchema);
  app.openapi(
    route,
    async (c) => {
      const { dryRun, map: pairs, from = null, until = null, ...asked } = c.req.valid('query');
      const options = { ...asked, dryRun: dryRun === 'true' };
      const { planId } = c.req.valid('param');
      const file = openRowFile(c, map.parse(pairs));
      const report = await uploadActuals(c.var.ports, c.var.workspaceId, planId, file, options, { from, until });
      return c.json(rowReportBody(report), 200);
    },
    throwWithRowFile(app, map, ({ actualReader: reader, actuals }) => ({ reader, store: actuals.uploads })),
  );
}
