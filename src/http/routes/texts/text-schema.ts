import { z } from '@hono/zod-openapi';
import type { PlanText, TextSubject } from '../../../domain/plan-text.ts';
import { MAX_PLAN_TEXT, TEXT_KINDS } from '../../../domain/plan-text.ts';
import { planParams } from '../plans/plan-schema.ts';

const territory = z.string().min(1).max(200);
const kind = z.enum(TEXT_KINDS);

/** Text as managers write it: also empty, of several lines. */
export const givenText = z
  .string()
  .max(MAX_PLAN_TEXT)
  .refine((text) => text.isWellFormed() && !text.includes('\0'), {
    error: 'holds half a character or NUL; send text',
  })
  .openapi({ description: 'The text, also empty.', example: 'Win the hotels along the coast first.' });

/** A version of a text on the wire. */
export const textSchema = z
  .object({
    kind: kind.openapi({ description: 'What it is.', example: 'strategy' }),
    territoryId: z
      .string()
      .nullable()
      .openapi({ description: 'The territory; null: the plan as a whole.', example: 't1' }),
    version: z.number().int().min(1).openapi({ description: 'From 1 on, without gaps.', example: 3 }),
    text: z
      .string()
      .max(MAX_PLAN_TEXT)
      .openapi({ description: 'The text.', example: 'Win the hotels along the coast first.' }),
    keyId: z.string().openapi({ description: 'The key that wrote it.', example: 'key_8sYcW2mZx7Lr0Bv4fT9kQN' }),
    createdAt: z.iso.datetime().openapi({ description: 'When.', example: '2027-01-04T09:00:00.000Z' }),
  })
  .openapi('PlanText');

/** Path parameters of one text. */
export const textParams = planParams.extend({
  kind: kind.openapi({
    param: { name: 'kind', in: 'path' },
    description: 'Which text: strategy, tactics or notes.',
    example: 'strategy',
  }),
});

/** The territory that a text is of, in a query. */
export const territoryQuery = territory.optional().openapi({
  description: 'Id of a territory, as layouts of the plan have it; left out: the text of the plan as a whole.',
  example: 't1',
});

/** The text that a path and a query name. */
export function textSubject(kind: TextSubject['kind'], territory: string | undefined): TextSubject {
  return { kind, territoryId: territory ?? null };
}

/** A text as JSON holds it. */
export function textBody({ kind, territoryId, version, text, keyId, createdAt }: PlanText): z.infer<typeof textSchema> {
  return { kind, territoryId, version, text, keyId, createdAt };
}
