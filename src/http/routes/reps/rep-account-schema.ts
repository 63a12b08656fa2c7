import { z } from '@hono/zod-openapi';
import type { RepAccount, RepDay } from '../../../application/list-rep-accounts.ts';
import { momentText } from '../../../domain/moment.ts';
import { accountSchema } from '../accounts/account-schema.ts';
import { planOwnerSchema } from '../ownership/owner-schema.ts';

const { id, name, lat, lng, visitsPerPeriod, lastVisit } = accountSchema.shape;
const { by, rule, territory, since, nextChange } = planOwnerSchema.shape;

/** An account of a rep on the wire. */
export const repAccountSchema = z
  .object({
    ...{ id, name, lat, lng, by, rule, territory },
    lines: z
      .array(z.string().nullable())
      .max(101)
      .openapi({ description: "Lines in which it is the rep's; null: the plan as a whole.", example: [null] }),
    ...{ since, nextChange, visitsPerPeriod, lastVisit },
    nextVisit: z.string().nullable().openapi({
      description:
        'Day on which the next visit is due, which may be past: the last one and its share of the period; today where no visit is known; null where it is not visited regularly.',
      format: 'date',
      example: '2026-11-02',
    }),
    distanceKm: z.number().nullable().openapi({
      description: "From the rep's home along a great circle; null without one.",
      example: 12.4,
    }),
    tour: z
      .object({ day: z.number().int().min(1), stop: z.number().int().min(1) })
      .nullable()
      .openapi({
        description: 'Day of the tour and place in it; null where it is not visited.',
        example: { day: 1, stop: 3 },
      }),
  })
  .openapi('RepAccount');

/** A day of a tour on the wire. */
export const repDaySchema = z
  .object({
    day: z.number().int().openapi({ description: 'From 1.', example: 1 }),
    stops: z.number().int().openapi({ description: 'How many visits.', example: 7 }),
    visitMinutes: z.number().openapi({ description: 'Of all visits.', example: 315 }),
    travelMinutes: z.number().openapi({ description: 'From home, between visits and back.', example: 148.2 }),
  })
  .openapi('RepDay');

/** An account of a rep as JSON holds it. */
export function repAccountBody(one: RepAccount): z.infer<typeof repAccountSchema> {
  const { account, owner, lines, nextVisit, distanceKm, tour } = one;
  const { by, rule, territory, unchanged } = owner;
  return {
    ...{ id: account.id, name: account.name, lat: account.lat, lng: account.lng, by, rule, territory },
    ...{ lines: [...lines], since: momentText(unchanged.fromMs), nextChange: momentText(unchanged.untilMs) },
    ...{ visitsPerPeriod: account.visitsPerPeriod, lastVisit: account.lastVisit, nextVisit },
    distanceKm: distanceKm && Math.round(distanceKm * 1000) / 1000,
    tour,
  };
}

/** A day as JSON holds it. */
export function repDayBody({ day, stops, visitMinutes, travelMinutes }: RepDay): z.infer<typeof repDaySchema> {
  return { day, stops, visitMinutes, travelMinutes: Math.round(travelMinutes * 10) / 10 };
}
