import { z } from '@hono/zod-openapi';
import { LIMIT_KINDS } from '../../../domain/line-reading.ts';
import type { LineStanding } from '../../../domain/line-standing.ts';
import { TREND_READINGS } from '../../../domain/linear-trend.ts';
import { momentText } from '../../../domain/moment.ts';

const amount = (description: string, example: number) => z.number().openapi({ description, example });
const time = (description: string, example: string) => z.iso.datetime().openapi({ description, example });

const limitSchema = z.object({
  kind: z.enum(LIMIT_KINDS).openapi({
    description:
      '`deviation`: what the territory holds of a metric, in its unit; `workload`: hours as a share of the capacity of its rep; `drift`: the share that has changed since the ' +
      'layout was made; `quality`: the score, 0 to 100.',
    example: 'deviation',
  }),
  metric: z.string().nullable().openapi({ description: 'Of what; null: nothing.', example: 'establishments' }),
  value: amount(
    'What it is today; null: not known, such as the workload of a territory without a rep.',
    5210,
  ).nullable(),
  least: amount('The least that it may be; null: no limit.', 4140).nullable(),
  most: amount('The most; null: no limit.', 5060).nullable(),
  excess: amount('By how much it is outside: 0 inside, negative below the least.', 150),
  since: time(
    'Since when it is outside: the first reading of the unbroken run of this layout; null: inside.',
    '2027-02-11T07:00:00.000Z',
  ).nullable(),
  trend: z
    .object({
      perDay: amount('Change in a day, in the unit of the value, by least squares.', 4.2),
      readings: z.number().int().openapi({ description: 'From how many readings, the last 30 at most.', example: 30 }),
    })
    .nullable()
    .openapi({ description: `Null with fewer than ${TREND_READINGS} readings, or less than a day of them.` }),
  atNextReview: z
    .object({ value: amount('What it would be.', 5588), excess: amount('By how much outside.', 528) })
    .nullable()
    .openapi({
      description: 'When the next review is due, if it goes on as now and limits stay; null: no trend, or none is due.',
    }),
});

/** How what is in force in a line stands. */
export const lineStandingSchema = z
  .object({
    line: z.string().nullable().openapi({ description: 'The line; null: the plan as a whole.', example: null }),
    publicationId: z
      .string()
      .openapi({ description: 'The publication in force.', example: 'pub_2Yq8HkLr0sVbN3xTzWcJ5m' }),
    layoutId: z
      .string()
      .openapi({ description: 'Its layout.', example: `lay_${'7b2c3g6vhzq4n5wqk2m6t3x4y5z'.padEnd(52, 'a')}` }),
    inForceSince: time('Since when.', '2027-01-04T09:00:00.000Z'),
    outsideAccounts: z.number().int().openapi({
      description: 'Accounts at places that no territory holds: they count nowhere.',
      example: 0,
    }),
    outside: z.number().int().openapi({ description: 'Territories outside of a limit.', example: 1 }),
    territories: z
      .array(
        z.object({
          territoryId: z.string().openapi({ description: 'The territory.', example: 't1' }),
          name: z.string().openapi({ description: 'Its name.', example: 'Territory 1' }),
          accounts: z.number().int().openapi({ description: 'Accounts in it today.', example: 210 }),
          limits: z.array(limitSchema).max(100).openapi({ description: 'How it stands by each limit.' }),
        }),
      )
      .max(100_000),
  })
  .openapi('LineStanding');

/** A standing as JSON holds it. */
export function lineStandingBody({
  inForceMs,
  territories,
  ...line
}: LineStanding): z.infer<typeof lineStandingSchema> {
  const { publicationId, layoutId, outsideAccounts, outside } = line;
  return {
    ...{
      line: line.line,
      publicationId,
      layoutId,
      inForceSince: momentText(inForceMs) ?? '',
      outsideAccounts,
      outside,
    },
    territories: territories.map(({ limits, ...territory }) => ({
      ...territory,
      limits: limits.map(({ sinceMs, next, trend, ...limit }) => ({
        ...limit,
        since: sinceMs === null ? null : momentText(sinceMs),
        trend: trend && { ...trend },
        atNextReview: next && { ...next },
      })),
    })),
  };
}
