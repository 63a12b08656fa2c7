import { z } from '@hono/zod-openapi';
import type { ShownWebhook } from '../../../application/create-webhook.ts';
import { DISABLED_REASONS, MAX_WEBHOOK_PLANS, WEBHOOK_STATES, type Webhook } from '../../../domain/webhook.ts';
import { EVENT_TYPES } from '../../../domain/webhook-event.ts';

const TIME = z.iso.datetime();
const EVENTS = {
  description: 'What it is told of. The `webhooks` of this document say what each event holds.',
  example: ['layout.created', 'publication.in_force'],
};
const URL_TEXT = {
  description:
    'Where events are posted: `https`, port 443 or 8443, a public host. No redirect is followed, and an answer has 5 s.',
  example: 'https://hooks.example.com/hexalign',
};
const PLANS = { description: 'The plans whose events it is told; null: all.', example: null };
const DESCRIPTION = { description: 'What it is for.', example: 'CRM' };

/** A webhook on the wire. */
export const webhookSchema = z
  .object({
    webhookId: z.string().openapi({ description: 'Id of the webhook.', example: 'whk_4tJw0ZbYkQ9mC1nRf8XsLp' }),
    url: z.string().openapi(URL_TEXT),
    events: z.array(z.enum(EVENT_TYPES)).max(EVENT_TYPES.length).openapi(EVENTS),
    planIds: z.array(z.string()).max(MAX_WEBHOOK_PLANS).nullable().openapi(PLANS),
    description: z.string().openapi(DESCRIPTION),
    state: z.enum(WEBHOOK_STATES).openapi({ description: 'Whether it is told anything.', example: 'enabled' }),
    reason: z.enum(DISABLED_REASONS).nullable().openapi({
      description:
        'Why it is disabled: somebody asked for it, the receiver answered 410, or nothing has reached it for five days. Null: it is enabled.',
      example: null,
    }),
    failingSince: TIME.nullable().openapi({
      description: 'When the first try failed since one last succeeded; null: the last one did.',
      example: null,
    }),
    oldSecretUntil: TIME.nullable().openapi({
      description: 'Until when the secret before the present one signs, too; null: it was never rotated.',
      example: null,
    }),
    createdAt: TIME.openapi({ description: 'When it was made.', example: '2027-01-04T09:00:00.000Z' }),
  })
  .openapi('Webhook');

/** A webhook as it is shown once. */
export const shownWebhookSchema = webhookSchema
  .extend({
    secret: z.string().openapi({
      description: 'Shown this once. Libraries for Standard Webhooks verify requests with it.',
      example: 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
    }),
  })
  .openapi('WebhookShown');

/** What a request may say of a webhook. */
export const givenWebhook = {
  url: z.string().min(1).max(2_000).openapi(URL_TEXT),
  events: z
    .array(z.enum(EVENT_TYPES))
    .min(1)
    .max(EVENT_TYPES.length)
    .transform((types) => [...new Set(types)])
    .openapi(EVENTS),
  planIds: z.array(z.string().min(1).max(100)).min(1).max(MAX_WEBHOOK_PLANS).nullable().openapi(PLANS),
  description: z
    .string()
    .max(200)
    .refine((text) => text.isWellFormed() && !text.includes('\0'), { error: 'is not printable; send text' })
    .openapi(DESCRIPTION),
};

/** Path parameter of every route of one webhook. */
export const webhookParams = z.object({
  webhookId: z
    .string()
    .max(100)
    .openapi({
      param: { name: 'webhookId', in: 'path' },
      description: 'Id of the webhook.',
      example: 'whk_4tJw0ZbYkQ9mC1nRf8XsLp',
    }),
});

/** A webhook as JSON holds it. */
export function webhookBody({ version: _, ...webhook }: Webhook): z.infer<typeof webhookSchema> {
  return { ...webhook, events: [...webhook.events], planIds: webhook.planIds && [...webhook.planIds] };
}

/** A webhook as JSON shows it once. */
export function shownWebhookBody({ webhook, secret }: ShownWebhook): z.infer<typeof shownWebhookSchema> {
  return { ...webhookBody(webhook), secret };
}
