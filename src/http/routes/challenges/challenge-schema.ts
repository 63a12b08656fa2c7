import { z } from '@hono/zod-openapi';
import type { FoundChallenge } from '../../../application/challenge-ref.ts';
import { CHALLENGE_STATES } from '../../../domain/challenge.ts';
import { EXAMPLE_LAYOUT_ID } from '../layouts/layout-schema.ts';
import { actBody, PUBLICATION_ID, publicationSchema } from '../publications/publication-schema.ts';

const CHALLENGE_ID = 'chl_4Yq8HkLr0sVbN3xTzWcJ5m';
const act = publicationSchema.shape.drafted;

/** The states of a challenge on the wire. */
export const challengeStateSchema = z.enum(CHALLENGE_STATES);

/** A challenge on the wire. */
export const challengeSchema = z
  .object({
    challengeId: z.string().openapi({ description: 'Id of the challenge.', example: CHALLENGE_ID }),
    planId: z.string().openapi({ example: 'pln_2Yq8HkLr0sVbN3xTzWcJ5m' }),
    publicationId: z.string().openapi({ description: 'The publication that it objects to.', example: PUBLICATION_ID }),
    accountId: z.string().nullable().openapi({ description: 'The disputed account.', example: 'acc-1001' }),
    territories: z.array(z.string()).nullable().openapi({
      description: 'The two territories that cells are disputed between.',
      example: null,
    }),
    cells: z.array(z.string()).nullable().openapi({ description: 'The disputed cells.', example: null }),
    repId: z.string().nullable().openapi({ description: 'The rep in whose name it is.', example: 'rep-7' }),
    reason: z.string().openapi({ description: 'What is objected to.', example: 'The account has been mine for years' }),
    state: challengeStateSchema.openapi({ description: 'The last two are for ever.', example: 'open' }),
    opened: act,
    settled: act.nullable().openapi({ description: 'When it was accepted or refused.', example: null }),
    settledReason: z.string().nullable().openapi({ description: 'Why.', example: null }),
    layoutId: z.string().nullable().openapi({
      description: 'The layout in which it is settled; null where the account got an owner by name.',
      example: EXAMPLE_LAYOUT_ID,
    }),
  })
  .openapi('Challenge');

/** Path parameter of every route of one challenge. */
export const challengeParams = z.object({
  challengeId: z
    .string()
    .max(100)
    .openapi({
      param: { name: 'challengeId', in: 'path' },
      description: 'Id of the challenge.',
      example: CHALLENGE_ID,
    }),
});

/** A challenge as JSON holds it. */
export function challengeBody({ plan, challenge }: FoundChallenge): z.infer<typeof challengeSchema> {
  const { challengeId, publicationId, dispute, repId, reason, state, opened, settled, settledReason, layoutId } =
    challenge;
  const ofAccount = 'accountId' in dispute;
  return {
    ...{ challengeId, planId: plan.planId, publicationId, accountId: ofAccount ? dispute.accountId : null },
    ...{ territories: ofAccount ? null : [...dispute.territories], cells: ofAccount ? null : [...dispute.cells] },
    ...{ repId, reason, state, opened: actBody(opened), settled: settled && actBody(settled), settledReason, layoutId },
  };
}
