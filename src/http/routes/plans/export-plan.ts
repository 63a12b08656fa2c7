import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { exportPlan } from '../../../application/export-plan.ts';
import { digestHex } from '../../../domain/digest-hex.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { needsScope } from '../../needs-scope.ts';
import { negotiate } from '../../negotiate.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { queryInteger } from '../../query-number.ts';
import { streamText } from '../../stream-text.ts';
import { planParams } from './plan-schema.ts';

/** The type of plan files. */
export const PLAN_FILE_TYPE = 'application/x-ndjson';

/** A small plan file. */
export const PLAN_FILE_EXAMPLE = [
  { type: 'header', format: 'hexalign-plan', version: 1 },
  {
    type: 'plan',
    name: 'US field sales 2027',
    metrics: [{ name: 'revenue', unit: 'USD', kind: 'sum' }],
    finestResolution: 9,
    tolerance: 0.1,
    timeZone: 'America/New_York',
    approvalRequired: false,
    createdAt: '2027-01-04T09:00:00.000Z',
  },
  { type: 'rep', id: 'rep-7', name: 'Kim Park', skills: ['gas'] },
  { type: 'account', id: 'acc-1001', name: 'Corner Bakery', lat: 40.7128, lng: -74.006, metrics: { revenue: 12000 } },
  { type: 'end', reps: 1, accounts: 1, layouts: 0, entries: 0 },
]
  .map((line) => `${JSON.stringify(line)}\n`)
  .join('');

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/export',
  operationId: 'exportPlan',
  tags: ['Plans'],
  security: needsScope('plans:read'),
  summary: 'A whole plan as a file',
  description:
    'NDJSON, streamed, for `POST /v1/plans/import` here or elsewhere. One object a line, its `type` first: a `header` with the version of the format; the ' +
    '`plan`; each `line` and `rep`; each `departed` rep, who was deleted; each `account`; each `text` that managers wrote, version by version; `places`, where accounts were before, as `[account, until when in milliseconds since 1970, cell]`; for each layout, the oldest first, a `layout` line with all but its territories, a `territory` line for each of them and ' +
    '`leaves` lines, `[cell, position of the territory, ...sums]`, then each `hierarchy` of it with a `node` line for each of its nodes; of the latest 25 assignments of these layouts ' +
    'each an `assignment` line and `assigned` lines, with some items of one of its lists each; each `entry` of the log, by which what is in force follows; each `stage` of a territory; `goals`, how far they have followed accounts, ' +
    'with each `goal` and `revisions` of them; `actuals`, as `[account, metric, period, value]`; each `pipelineStage` and each `deal`; and an `end` with the counts. ' +
    'Layouts that publications refer to are in it, however few are asked for. A file without its `end` is not whole: the answer broke off.',
  middleware: [etag()],
  request: {
    params: planParams,
    query: closedObject({
      layouts: queryInteger({ minimum: 0, maximum: 1_000 })
        .optional()
        .openapi({ description: 'How many layouts, the latest; all of them when left out.' }),
    }),
  },
  responses: {
    200: {
      description: 'The plan.',
      headers: {
        'Content-Disposition': {
          schema: { type: 'string', maxLength: 200, example: 'attachment; filename="plan.ndjson"' },
          description: 'The name under which to keep it.',
          required: true,
        },
      },
      content: { [PLAN_FILE_TYPE]: { schema: { type: 'string' }, example: PLAN_FILE_EXAMPLE } },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/export`. */
export function registerExportPlan(app: App): void {
  app.openapi(route, async (c) => {
    negotiate(c.req.header('accept'), [PLAN_FILE_TYPE]);
    const { planId } = c.req.valid('param');
    const { layouts = null } = c.req.valid('query');
    const { fingerprint, lines } = await exportPlan(c.var.ports, c.var.workspaceId, planId, layouts);
    const headers = {
      'Content-Type': PLAN_FILE_TYPE,
      'Content-Disposition': 'attachment; filename="plan.ndjson"',
      ETag: `"${(await digestHex(`${fingerprint ?? crypto.randomUUID()} ${layouts}`)).slice(0, 32)}"`,
    };
    return c.body(streamText(texts(lines())), 200, headers) as never;
  });
}

async function* texts(lines: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}
