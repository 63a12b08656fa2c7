import type { z } from '@hono/zod-openapi';
import type { NamedOwner } from '../../../domain/plan-event.ts';
import { closedObject } from '../../closed-object.ts';
import { idText } from '../../id-text.ts';

/** An owner as callers name it: a territory or a rep. */
export const ownerInput = closedObject({
  territoryId: idText()
    .optional()
    .openapi({ description: 'A territory: whoever serves it, as the publication in force says.', example: 't1' }),
  repId: idText().optional().openapi({ description: 'A rep, whatever the territory.', example: undefined }),
})
  .refine(({ territoryId, repId }) => (territoryId === undefined) !== (repId === undefined), {
    error: 'names not just one of the two; send territoryId or repId',
  })
  .openapi('NamedOwner', { example: { territoryId: 't1' } });

/** The owner that is meant. */
export function toNamedOwner({ territoryId, repId }: z.infer<typeof ownerInput>): NamedOwner {
  return territoryId === undefined ? { repId: repId ?? '' } : { territoryId };
}
