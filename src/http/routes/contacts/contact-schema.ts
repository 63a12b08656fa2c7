import { z } from '@hono/zod-openapi';
import { CONSENTS } from '../../../domain/contact.ts';
import { planParams } from '../plans/plan-schema.ts';

export const consentSchema = z.enum(CONSENTS);

/** A contact on the wire. */
export const contactSchema = z
  .object({
    id: z.string().openapi({ description: 'Id that the caller gave the contact.', example: 'con-17' }),
    account: z.string().openapi({ description: 'Id of the account, with which it goes.', example: 'acc-1001' }),
    name: z.string().openapi({ description: 'The full name; empty where there is none.', example: 'Kim Park' }),
    firstName: z.string().openapi({ description: 'Empty where nobody says.', example: 'Kim' }),
    lastName: z.string().openapi({ description: 'Empty where nobody says.', example: 'Park' }),
    email: z.string().openapi({ description: 'E-mail address.', example: 'kim@example.com' }),
    language: z.string().nullable().openapi({ description: 'BCP 47, canonical.', example: 'de-AT' }),
    consent: consentSchema.openapi({ description: 'What the contact said to e-mail.', example: 'granted' }),
    consentOn: z.string().nullable().openapi({
      description: 'Day on which it was said.',
      format: 'date',
      example: '2026-09-01',
    }),
    doNotContact: z.boolean().openapi({ description: 'Nobody may write, whatever the consent.', example: false }),
  })
  .openapi('Contact');

/** Path parameters of every route of one contact. */
export const contactParams = planParams.extend({
  contactId: z
    .string()
    .max(800)
    .openapi({
      param: { name: 'contactId', in: 'path' },
      description: 'Id that the caller gave the contact.',
      example: 'con-17',
    }),
});
