import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getPerformance } from '../../../application/get-performance.ts';
import { readNumberCursor } from '../../../domain/number-cursor.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { dayText } from '../../day-query.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { metricText } from '../actuals/actual-schema.ts';
import { planParams } from '../plans/plan-schema.ts';
import { goalPerformanceBody, goalPerformanceSchema } from './performance-schema.ts';

const query = closedObject({
  ...pageQuery,
  at: dayText.optional().openapi({
    description:
      'Goals whose period has this day, as they stand at its end; left out: today in the time zone of the plan.',
    format: 'date',
    example: '2026-10-31',
  }),
  season: z.enum(['linear', 'learned', 'auto']).default('auto').openapi({
    description: '`auto`: learned where twelve full months of the metric are known.',
  }),
  potential: metricText.optional().openapi({
    description:
      'The metric of accounts that ranks are fair to; left out: that of the plan (`potentialMetric`), else `potential` where the plan has it, else `accounts`.',
    example: 'accounts',
  }),
});

const performanceSchema = pageSchema(goalPerformanceSchema)
  .extend({
    at: z.string().openapi({ description: 'The day.', format: 'date', example: '2026-10-31' }),
    timeZone: z.string().openapi({ description: 'Whose day it is.', example: 'Europe/Berlin' }),
    potential: z.string().openapi({ description: 'The metric that ranks are fair to.', example: 'potential' }),
    seasons: z
      .array(
        z.object({
          metric: z.string().openapi({ description: 'Of goals.', example: 'revenue' }),
          years: z.number().int().openapi({ description: 'Full years that it was learned of.', example: 2 }),
          shares: z
            .array(z.number())
            .max(12)
            .openapi({
              description: 'Shares of January to December.',
              example: [0.07, 0.07, 0.09, 0.08, 0.08, 0.09, 0.06, 0.06, 0.09, 0.1, 0.1, 0.11],
            }),
        }),
      )
      .max(1000)
      .openapi({ description: 'Seasons that were learned; of all other metrics they are linear.' }),
    metricOfDeals: z.string().nullable().openapi({
      description: 'The metric that deals without one count for; null: goals have several.',
      example: 'revenue',
    }),
    dealsWithoutMetric: z.number().int().openapi({
      description: 'Deals that count for no goal, for want of a metric.',
      example: 0,
    }),
  })
  .openapi('Performance');

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/performance',
  operationId: 'getPerformance',
  tags: ['Performance'],
  security: needsScope('plans:read'),
  summary: 'How the goals of a plan stand: attainment, pace, forecast, pipeline, status and rank',
  description:
    'What was achieved counts for who owned the account at the beginning of the day (of the month, where a month was sent), or owns it now where nothing was in ' +
    'force then; deals and potential count for who owns the account now. Actuals of accounts that the plan does not have count for the plan alone.\n\n' +
    'Season: linear, every day brings as much; or learned from up to three full years of the actuals of the plan: the mean share of each month, moved toward ' +
    'linear as if one more year had been so, `(years * mean + linear) / (years + 1)`; days of a month are alike.\n\n' +
    'Forecast: `achieved * (1 + Wr / Wd)`, where `Wd` and `Wr` are the weights of the days that are over and left. Range: with `s` the standard deviation of ' +
    '`(month / weight) / (sum of months / sum of weights)` over the last 6 to 24 full months of the same owner, ' +
    '`t * s * achieved / Wd * sqrt(Qr + (Wr / Wd)^2 * Qd)` to each side; `Q` sums weights of the days of a month times that of the whole month, `t` is ' +
    "Student's at 0.9. Of a season learned of `y` years that is wider by `sqrt((y^2 + 3y + 1) / (y^2 + y - 1))`, and by how far the forecast would be elsewhere with the " +
    'mean shares as they were before they were moved toward linear. Eight of ten outcomes lie within it, or more where the season is learned of a year or two.\n\n' +
    'Status: on track with everything achieved or a pace of 0.95 or more, at risk from 0.8, behind below that and when it is over. Rank: by ' +
    '`achieved / potential` against that of the plan.',
  middleware: [answerJson(), etag()],
  request: { params: planParams, query },
  responses: {
    200: {
      description: 'A page of goals, in the order in which they were made.',
      content: { 'application/json': { schema: performanceSchema } },
    },
    ...problemAnswers(...OF_READING, 'precondition-failed', 'accounts-replaced'),
  },
});

/** `GET /v1/plans/{planId}/performance`. */
export function registerGetPerformance(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { planId } = c.req.valid('param');
    const { at = null, season, potential = null, ...page } = c.req.valid('query');
    const { cursor, limit } = pageRequest(c, page);
    const first = readNumberCursor(cursor, 0);
    const { goals, seasons, ...rest } = await getPerformance(ports, workspaceId, planId, { at, season, potential });
    const items = goals.slice(first, first + limit).map((goal) => goalPerformanceBody(goal, planId, rest.at));
    const next = goals.length > first + limit ? String(first + limit) : null;
    const learned = Array.from(seasons, ([metric, { years, shares }]) => ({ metric, years, shares: [...shares] }));
    return c.json({ ...rest, seasons: learned, ...linkPage(c, { items, next }) }, 200);
  });
}
