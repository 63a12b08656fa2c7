import { z } from '@hono/zod-openapi';
import type { AuditEntry } from '../../../application/read-audit.ts';
import { subjectOf } from '../../../domain/plan-event.ts';
import { EXAMPLE_LAYOUT_ID } from '../layouts/layout-schema.ts';
import { PUBLICATION_ID } from '../publications/publication-schema.ts';

const DIGEST = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

/** How anybody works the digests out again. */
export const DIGEST_RULE =
  '`digest` is the SHA-256, in lower-case hexadecimal digits, of the UTF-8 bytes of the JSON array `[seq, recordedMs, keyId, event, previous]` without white ' +
  'space, `event` with its members in the order in which it is answered. `previous` is the digest of the entry before, 64 zeros for the first. So whoever keeps one ' +
  'digest can prove later that nothing before it was changed, taken out or put in. In Python: ' +
  '`sha256(json.dumps([e["seq"], e["recordedMs"], e["keyId"], e["event"], e["previous"]], separators=(",", ":"), ensure_ascii=False).encode())`.';

/** An entry of the log on the wire. */
export const auditEntrySchema = z
  .object({
    seq: z.number().int().openapi({ description: '1, 2, 3 ...', example: 4 }),
    at: z.iso.datetime().openapi({ description: 'When it was recorded.', example: '2027-01-04T09:00:00.000Z' }),
    recordedMs: z.number().int().openapi({
      description: 'The same in milliseconds since 1970, as the digest has it.',
      example: 1799053200000,
    }),
    keyId: z.string().openapi({ description: 'The key that did it.', example: 'key_5Yq8HkLr0sVbN3xTzWcJ2m' }),
    key: z
      .object({
        name: z.string().openapi({ example: 'Kim, sales operations' }),
        ending: z.string().openapi({ description: 'Its last four digits.', example: 'Jk1A' }),
      })
      .nullable()
      .openapi({
        description: 'What is known of the key; null: it is a key of another workspace, from which the plan came.',
        example: { name: 'Kim, sales operations', ending: 'Jk1A' },
      }),
    action: z
      .string()
      .openapi({ description: 'What was done: `kind` of the event.', example: 'publication-published' }),
    subject: z.string().nullable().openapi({
      description: 'The publication or the challenge that it is about.',
      example: PUBLICATION_ID,
    }),
    fromLayoutId: z.string().nullable().openapi({ description: 'What was in force just before.', example: null }),
    toLayoutId: z.string().nullable().openapi({ description: 'What is in force with it.', example: EXAMPLE_LAYOUT_ID }),
    reason: z.string().nullable().openapi({ description: 'Why, where one was given.', example: null }),
    digest: z.string().openapi({ description: 'Digest of the entry and of all before it.', example: DIGEST }),
    previous: z.string().openapi({ description: 'Digest of the entry before.', example: '0'.repeat(64) }),
    event: z.looseObject({ kind: z.string() }).openapi({
      description: 'All of what was recorded.',
      example: {
        kind: 'publication-published',
        publicationId: PUBLICATION_ID,
        fromMs: 1799053200000,
        fromLayoutId: null,
        toLayoutId: EXAMPLE_LAYOUT_ID,
      },
    }),
  })
  .openapi('AuditEntry');

/** An entry as JSON holds it. */
export function auditBody({ entry, key }: AuditEntry): z.infer<typeof auditEntrySchema> {
  const { seq, recordedMs, keyId, event, digest, previous } = entry;
  return {
    ...{ seq, at: new Date(recordedMs).toISOString(), recordedMs, keyId },
    key: key && { name: key.name, ending: key.ending },
    ...{ action: event.kind, subject: subjectOf(event) },
    fromLayoutId: 'fromLayoutId' in event ? event.fromLayoutId : null,
    toLayoutId: 'toLayoutId' in event ? event.toLayoutId : null,
    reason: 'reason' in event ? event.reason : null,
    ...{ digest, previous, event: { ...event } },
  };
}
