import { z } from '@hono/zod-openapi';
import { DELIVERY_STATES } from '../../../domain/webhook-delivery.ts';
import { EVENT_TYPES } from '../../../domain/webhook-event.ts';
import { webhookParams } from './webhook-schema.ts';

const TIME = z.iso.datetime();

/** An event on its way to a webhook, on the wire. */
export const deliverySchema = z
  .object({
    eventId: z.string().openapi({
      description: 'Id of the event: the `webhook-id` of each try.',
      example: 'evt_6e0c4c5a8f0b4d2c9f7e1a3b5c7d9e0f',
    }),
    type: z.enum(EVENT_TYPES).openapi({ description: 'What happened.', example: 'layout.created' }),
    planId: z.string().openapi({ description: 'The plan it happened to.', example: 'pln_4tJw0ZbYkQ9mC1nRf8XsLp' }),
    timestamp: TIME.openapi({ description: 'When it happened.', example: '2027-01-04T09:00:00.000Z' }),
    state: z.enum(DELIVERY_STATES).openapi({
      description: '`pending`: it waits or is tried again; `delivered`: the receiver took it; `dead`: it was given up.',
      example: 'delivered',
    }),
    attempts: z
      .number()
      .int()
      .openapi({ description: 'Tries since it was recorded, or replayed after its end.', example: 1 }),
    lastAttemptAt: TIME.nullable().openapi({
      description: 'When it was last tried; null: never.',
      example: '2027-01-04T09:00:01.000Z',
    }),
    lastStatus: z
      .number()
      .int()
      .nullable()
      .openapi({ description: 'What the receiver answered last; null: nothing.', example: 204 }),
    lastError: z
      .string()
      .nullable()
      .openapi({ description: 'Why the last try failed; null: it did not.', example: null }),
    nextAttemptAt: TIME.nullable().openapi({
      description: 'When it is tried next, at the earliest: events of the plan before it come first. Null: it is not.',
      example: null,
    }),
  })
  .openapi('WebhookDelivery');

/** Path parameters of a route of one event. */
export const deliveryParams = webhookParams.extend({
  eventId: z
    .string()
    .max(100)
    .openapi({
      param: { name: 'eventId', in: 'path' },
      description: 'Id of the event.',
      example: 'evt_6e0c4c5a8f0b4d2c9f7e1a3b5c7d9e0f',
    }),
});
