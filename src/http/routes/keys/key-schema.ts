import { z } from '@hono/zod-openapi';
import type { NewKey } from '../../../application/create-key.ts';
import { type ApiKey, keyState } from '../../../domain/api-key.ts';
import { SCOPES } from '../../../domain/scope.ts';

const TIME = z.iso.datetime();

/** The scopes of a key on the wire. */
export const scopesSchema = z
  .array(z.enum(SCOPES))
  .max(SCOPES.length)
  .openapi({ description: 'What it may do.', example: ['plans:read', 'tiles:read'] });

/** What is on record of a key, on the wire. */
export const keySchema = z
  .object({
    keyId: z.string().openapi({ description: 'Id of the key; no secret.', example: 'key_4tJw0ZbYkQ9mC1nRf8XsLp' }),
    name: z.string().openapi({ description: 'What it is for.', example: 'map page' }),
    ending: z
      .string()
      .openapi({ description: 'Its last four digits; empty for a key from before they were kept.', example: 'Jk1A' }),
    scopes: scopesSchema,
    state: z.enum(['active', 'expired', 'revoked']).openapi({ description: 'Whether it opens the workspace.' }),
    createdAt: TIME.openapi({ description: 'When it was made.', example: '2027-01-04T09:00:00.000Z' }),
    expiresAt: TIME.nullable().openapi({
      description: 'Null: it does not expire.',
      example: '2028-01-04T09:00:00.000Z',
    }),
    revokedAt: TIME.nullable().openapi({ description: 'When it was revoked; null: it was not.', example: null }),
    lastUsedAt: TIME.nullable().openapi({ description: 'To the minute; null: never.', example: null }),
    replaces: z.string().nullable().openapi({ description: 'The key that it took over from.', example: null }),
  })
  .openapi('Key');

/** A key as it is shown once. */
export const newKeySchema = keySchema
  .extend({
    key: z.string().openapi({
      description: 'Shown this once; only a digest of it is kept.',
      example: 'hxk_0000000000000000000000000000000000Jk1A',
    }),
  })
  .openapi('NewKeyShown');

/** Path parameter of every route of one key. */
export const keyParams = z.object({
  keyId: z
    .string()
    .max(100)
    .openapi({
      param: { name: 'keyId', in: 'path' },
      description: 'Id of the key.',
      example: 'key_4tJw0ZbYkQ9mC1nRf8XsLp',
    }),
});

/** What is on record of a key, as JSON holds it. */
export function keyBody(key: ApiKey): z.infer<typeof keySchema> {
  return { ...key, scopes: [...key.scopes], state: keyState(key, Date.now()) };
}

/** A new key as JSON shows it. */
export function newKeyBody({ key, record }: NewKey): z.infer<typeof newKeySchema> {
  return { ...keyBody(record), key };
}
