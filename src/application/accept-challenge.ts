import { blameOwner } from '../domain/owner-named.ts';
import type { NamedOwner } from '../domain/plan-event.ts';
import { shorten } from '../domain/shorten.ts';
import { type ChallengeCase, type ChallengeDeed, type FoundChallenge, settleChallenge } from './challenge-ref.ts';
import { findPlanLayout, invalidReferences, noPlanLayout } from './check-publication.ts';
import type { Decision } from './decide.ts';
import { nameableOwners } from './nameable-owners.ts';
import type { Ports } from './ports.ts';
import { settlesDispute } from './settles-dispute.ts';

/** How an objection is met: with a layout in which the matter is settled, or with an owner that its account gets by name. */
export type Settlement = { readonly layoutId: string } | { readonly owner: NamedOwner };

/**
 * Accepts a challenge. An owner by name is recorded with it, in one decision, and holds from now on.
 *
 * Errors: `not-found`; `wrong-state`; `invalid-references` for a layout or rep that is not there, a layout that changes nothing of what is disputed, a territory that the layout in force does not
 * have, and for an owner where no account is disputed, or the account is there no more.
 */
export function acceptChallenge(
  ports: Ports,
  deed: ChallengeDeed,
  settlement: Settlement,
  reason: string,
): Promise<FoundChallenge> {
  const { workspaceId, challengeId } = deed;
  return settleChallenge(ports, deed, async (given) => {
    if ('owner' in settlement) return nameOwner(ports, workspaceId, given, settlement.owner, reason);
    const { planId } = given.plan;
    const layout = await findPlanLayout(ports, workspaceId, planId, settlement.layoutId);
    if (layout === null) throw invalidReferences(noPlanLayout('/layoutId', settlement.layoutId, planId));
    if (!(await settlesDispute(ports, workspaceId, given, layout))) {
      const detail = 'leaves all that is disputed in the territory that was objected to';
      const remedy = 'send a layout in which some of it is in another';
      throw invalidReferences({ field: '/layoutId', value: layout.layoutId, detail, remedy });
    }
    return [{ kind: 'challenge-accepted', challengeId, reason, layoutId: layout.layoutId }];
  });
}

async function nameOwner(
  ports: Ports,
  workspaceId: string,
  { plan, governance, challenge, publication, nowMs }: ChallengeCase,
  owner: NamedOwner,
  reason: string,
): Promise<Decision> {
  const { challengeId, dispute } = challenge;
  const { line } = publication;
  if (!('accountId' in dispute)) {
    const detail = 'settles nothing: cells are disputed, not an account';
    throw invalidReferences({
      field: '/owner',
      value: '',
      detail,
      remedy: 'send layoutId with a layout that settles it',
    });
  }
  const { accountId } = dispute;
  if ((await ports.accounts.find(workspaceId, plan, accountId)) === null) {
    const detail = 'cannot be: the account that is disputed was deleted';
    const remedy = 'refuse the challenge, or send the account again first';
    throw invalidReferences({ field: '/owner', value: shorten(accountId), detail, remedy });
  }
  const { reps } = await ports.ownership.load(workspaceId, plan.planId, 'now');
  const violation = blameOwner(
    owner,
    await nameableOwners(ports, workspaceId, governance, reps, line, nowMs),
    '/owner',
  );
  if (violation !== null) throw invalidReferences(violation);
  const named = { line, accountIds: [accountId], owner, fromMs: nowMs, untilMs: null };
  return [
    { kind: 'challenge-accepted', challengeId, reason, layoutId: null },
    { kind: 'accounts-named', ...named, isCorrection: false, reason },
  ];
}
