import { z } from '@hono/zod-openapi';
import type { NamedOwner } from '../../../domain/plan-event.ts';
import { closedObject } from '../../closed-object.ts';

const idSchema = z.string().min(1).max(200);

/** An owner as callers name it: a territory or a rep. */
export const ownerInput = closedObject({
  territoryId: idSchema
    .optional()
    .openapi({ description: 'A territory: whoever serves it, as the publication in force says.', example: 't1' }),
  repId: idSchema.optional().openapi({ description: 'A rep, whatever the territory.', example: undefined }),
})
  .refine(({ territoryId, repId }) => (territoryId === undefined) !== (repId === undefined), {
    error: 'names not just one of the two; send territoryId or repId',
  })
  .openapi('NamedOwner', { example: { territoryId: 't1' } });

/** The owner that is meant. */
export function toNamedOwner({ territoryId, repId }: z.infer<typeof ownerInput>): NamedOwner {
  return territoryId === undefined ? { repId: repId ?? '' } : { territoryId };
}

/** Why something is decided. */
export const reasonSchema = z
  .string()
  .trim()
  .min(1)
  .max(1000)
  .openapi({ description: 'Why; it is kept in the log.', example: 'Agreed with the customer' });
