import { z } from '@hono/zod-openapi';
import { CONFLICTS_PER_EVENT } from '../../../application/watch-plan.ts';
import { CONFLICT_KINDS, SEVERITIES } from '../../../domain/conflict.ts';
import { LIMIT_KINDS } from '../../../domain/line-reading.ts';
import { LINE_ANSWERS, REVIEW_OUTCOMES } from '../../../domain/review.ts';
import type { DescribedEvent } from '../webhooks/describe-events.ts';

const TIME = z.iso.datetime();
const amount = (description: string, example: number) => z.number().nullable().openapi({ description, example });

/** What runs of reviews tell, with members that other events have, too. */
export function describeRunEvents({
  planId,
  layoutId,
  line,
}: Readonly<Record<'planId' | 'layoutId' | 'line', z.ZodType>>) {
  return {
    'review.due': {
      summary: 'A review of a plan was due, and was made',
      data: {
        planId,
        reviewId: z.string().openapi({ description: 'The review.', example: 'rev_4tJw0ZbYkQ9mC1nRf8XsLp' }),
        dueAt: TIME.openapi({ description: 'When it was due.', example: '2027-04-01T07:00:00.000Z' }),
        at: TIME.openapi({ description: 'When the accounts were read.', example: '2027-04-01T07:03:10.120Z' }),
        nextDueAt: TIME.nullable().openapi({
          description: 'When the next one is due.',
          example: '2027-07-01T07:00:00.000Z',
        }),
        outcome: z
          .enum(REVIEW_OUTCOMES)
          .openapi({ description: 'The gravest answer of its lines.', example: 'repair' }),
        failure: z.string().nullable().openapi({ description: 'Why it failed; null: it did not.', example: null }),
        lines: z
          .array(
            z.looseObject({
              line,
              layoutId,
              answer: z.enum(LINE_ANSWERS).openapi({ description: 'What is to be done.', example: 'repair' }),
              outside: z.number().int().openapi({ description: 'Territories outside of a limit.', example: 2 }),
              territories: z.number().int().openapi({ description: 'Of how many.', example: 12 }),
              countedLayoutId: z.string().nullable().openapi({ description: "The same borders with today's numbers." }),
              repairedLayoutId: z
                .string()
                .nullable()
                .openapi({ description: 'The repair, ready to be published; null: there is none.' }),
            }),
          )
          .max(101)
          .openapi({ description: 'What is in force, in the plan as a whole and in its lines.' }),
      },
    },
    'territory.drifted': {
      summary: 'A territory in force is outside of a limit, and was not before: told once for each unbroken run',
      data: {
        planId,
        line,
        layoutId,
        territoryId: z.string().openapi({ description: 'The territory.', example: 't1' }),
        since: TIME.openapi({ description: 'When it was first seen.', example: '2027-02-11T07:00:00.000Z' }),
        limits: z
          .array(
            z.looseObject({
              kind: z.enum(LIMIT_KINDS).openapi({ description: 'What is limited.', example: 'deviation' }),
              metric: z.string().nullable().openapi({ description: 'Of what; null: nothing.', example: 'revenue' }),
              value: amount('What it is.', 5210),
              least: amount('The least that it may be.', 4140),
              most: amount('The most.', 5060),
              excess: z.number().openapi({ description: 'By how much it is outside.', example: 150 }),
            }),
          )
          .max(100)
          .openapi({ description: 'The limits that it is newly outside of.' }),
      },
    },
    'conflict.found': {
      summary: 'There are conflicts of what is in force that were not there a day before',
      data: {
        planId,
        line,
        layoutId,
        count: z.number().int().openapi({ description: 'How many are new.', example: 1 }),
        conflicts: z
          .array(
            z.looseObject({
              conflictId: z.string().openapi({
                description: 'As in the conflicts of the layout.',
                example: 'cft_gap_aaaaaaaaaaaaaaaaaaaaawmtm4',
              }),
              kind: z.enum(CONFLICT_KINDS).openapi({ description: 'What it is.', example: 'gap' }),
              severity: z.enum(SEVERITIES).openapi({ description: 'How grave.', example: 'error' }),
            }),
          )
          .max(CONFLICTS_PER_EVENT)
          .openapi({ description: 'The first of them.' }),
      },
    },
    'goal.at_risk': {
      summary: 'A goal was on track a day before, and is at risk or behind now',
      data: {
        planId,
        goalId: z.string().openapi({ description: 'The goal.', example: 'goal_4tJw0ZbYkQ9mC1nRf8XsLp' }),
        subject: z
          .record(z.string(), z.unknown())
          .openapi({ description: 'Whose goal it is, as in the goal.', example: { territoryId: 't1' } }),
        metric: z.string().openapi({ description: 'What is counted.', example: 'revenue' }),
        target: z.number().openapi({ description: 'The target.', example: 120_000 }),
        start: z.iso.date().openapi({ description: 'The first day of the period.', example: '2027-01-01' }),
        due: z.iso.date().openapi({ description: 'Its last day.', example: '2027-12-31' }),
        at: z.iso.date().openapi({ description: 'The day at whose end it stands so.', example: '2027-02-11' }),
        status: z.enum(['at-risk', 'behind']).openapi({ description: 'How it stands.', example: 'at-risk' }),
        before: z.string().openapi({ description: 'How it stood.', example: 'on-track' }),
        achieved: z.number().openapi({ description: 'What was achieved until then.', example: 12_000 }),
        pace: amount('What was achieved, of what was expected.', 0.91),
        because: z.string().openapi({
          description: 'The rule, with its numbers.',
          example: 'pace 0.910 is from 0.8 to below 0.95',
        }),
      },
    },
  } satisfies Record<string, DescribedEvent>;
}
