import { z } from '@hono/zod-openapi';
import type { ScheduledReviews } from '../../../application/review-store.ts';
import { momentText } from '../../../domain/moment.ts';
import { DEFAULT_LIMITS, type ReviewLimits, type ReviewSettings, RHYTHMS } from '../../../domain/review-settings.ts';
import { closedObject } from '../../closed-object.ts';
import { dayText } from '../../day-query.ts';

const DEVIATION = {
  description: 'Most deviation from the target by metric, as a fraction; null: as each layout was balanced.',
  example: { establishments: 0.15 },
};
const FROM = {
  description:
    '`mean`: the target is an equal share of what all territories hold today; `layout`: that of the layout when it was made.',
  example: 'mean' as const,
};
const WORKLOAD = {
  description:
    'Most hours of work, travel included, as a share of the capacity of the rep who serves it; null: not looked at.',
  example: 1.1,
};
const ACCOUNTS = {
  description: 'Of the number of accounts, place by place of the layout, as a fraction; null: not looked at.',
  example: 0.2,
};
const VALUE = {
  description:
    'Of what they are worth: the value metric of the plan, else the first one that the layout was balanced by; null: not looked at.',
  example: null,
};
const QUALITY = { description: 'Least score of a territory, 0 to 100; null: not looked at.', example: 40 };
const DRIFT = 'Most that may have changed since the layout was made.';

const share = z.number().gt(0).max(10).nullable();

const givenLimits = closedObject({
  deviation: z
    .record(z.string().min(1).max(200), z.number().gt(0).max(1))
    .refine((limits) => Object.keys(limits).length > 0, { error: 'names no metric; send null or name one' })
    .nullable()
    .optional()
    .openapi(DEVIATION),
  deviationFrom: z.enum(['mean', 'layout']).optional().openapi(FROM),
  workload: share.optional().openapi(WORKLOAD),
  drift: closedObject({
    accounts: share.optional().openapi(ACCOUNTS),
    value: share.optional().openapi(VALUE),
  })
    .optional()
    .openapi({ description: DRIFT }),
  quality: z.number().min(0).max(100).nullable().optional().openapi(QUALITY),
});

/** Limits as answers tell them. */
export const limitsSchema = z
  .object({
    deviation: z.record(z.string(), z.number()).nullable().openapi(DEVIATION),
    deviationFrom: z.enum(['mean', 'layout']).openapi(FROM),
    workload: z.number().nullable().openapi(WORKLOAD),
    drift: z
      .object({ accounts: z.number().nullable().openapi(ACCOUNTS), value: z.number().nullable().openapi(VALUE) })
      .openapi({ description: DRIFT }),
    quality: z.number().nullable().openapi(QUALITY),
  })
  .openapi('ReviewLimits');

const rhythm = z.enum(RHYTHMS).openapi({ description: 'How often.', example: 'quarterly' });
const FIRST_DAY = {
  description:
    'Day of the first review, in the time zone of the plan; all others follow from it. At its first moment a review is due.',
  format: 'date',
  example: '2027-01-01',
};

/** Settings as they are put. */
export const newSettingsSchema = closedObject({
  limits: givenLimits.optional().openapi({ description: 'What territories may be.' }),
  rhythm,
  firstDay: dayText
    .refine((day) => day >= '1970-01-01' && day < '2200-01-01', { error: 'is before 1970 or after 2199' })
    .openapi(FIRST_DAY),
}).openapi('NewReviewSettings');

/** Settings as answers tell them. */
export const settingsSchema = z
  .object({
    limits: limitsSchema,
    rhythm,
    firstDay: z.string().openapi(FIRST_DAY),
    nextReviewAt: z.iso
      .datetime()
      .openapi({ description: 'When the next review is due.', example: '2027-04-01T07:00:00.000Z' }),
  })
  .openapi('ReviewSettings');

/** Settings as JSON holds them. */
export function settingsBody({ settings, dueMs }: ScheduledReviews): z.infer<typeof settingsSchema> {
  const { limits, rhythm: often, firstDay } = settings;
  return { limits: limitsBody(limits), rhythm: often, firstDay, nextReviewAt: momentText(dueMs) ?? '' };
}

/** Limits as JSON holds them. */
export function limitsBody({ deviation, drift, ...limits }: ReviewLimits): z.infer<typeof limitsSchema> {
  return { deviation: deviation && { ...deviation }, ...limits, drift: { ...drift } };
}

/** The settings that were sent, with all that was left out. */
export function settingsOf({ limits, ...given }: z.infer<typeof newSettingsSchema>): ReviewSettings {
  const { deviation, deviationFrom, workload, drift, quality } = limits ?? {};
  return {
    ...given,
    limits: {
      deviation: deviation ?? null,
      deviationFrom: deviationFrom ?? DEFAULT_LIMITS.deviationFrom,
      workload: workload ?? null,
      drift: { accounts: drift?.accounts ?? null, value: drift?.value ?? null },
      quality: quality ?? null,
    },
  };
}
