import type { LayoutId } from '../domain/layout.ts';
import type { NamedOwner } from '../domain/plan-event.ts';
import { shorten } from '../domain/shorten.ts';
import { type ChallengeCase, type ChallengeDeed, type FoundChallenge, settleChallenge } from './challenge-ref.ts';
import { findPlanLayout, noPlanLayout, throwReferences } from './check-publication.ts';
import type { Decision } from './decide.ts';
import type { Ports } from './ports.ts';

/** How an objection is met: with a layout in which the matter is settled, or with an owner that its account gets by name. */
export type Settlement = { readonly layoutId: string } | { readonly owner: NamedOwner };

/**
 * Accepts a challenge. An owner by name is recorded with it, in one decision, and holds from now on.
 *
 * Errors: `not-found`; `wrong-state`; `invalid-references` for a layout, territory or rep that is not there, and for an owner where no account is disputed.
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
    if (layout === null) throwReferences([noPlanLayout('/layoutId', settlement.layoutId, planId)]);
    return [{ kind: 'challenge-accepted', challengeId, reason, layoutId: settlement.layoutId as LayoutId }];
  });
}

async function nameOwner(
  ports: Ports,
  workspaceId: string,
  { plan, challenge, publication, nowMs }: ChallengeCase,
  owner: NamedOwner,
  reason: string,
): Promise<Decision> {
  const { challengeId, dispute } = challenge;
  const violation = (field: string, value: string, detail: string, remedy: string) =>
    throwReferences([{ field, value: shorten(value), detail, remedy }]);
  if (!('accountId' in dispute)) {
    violation(
      '/owner',
      '',
      'settles nothing: cells are disputed, not an account',
      'send layoutId with a layout that settles it',
    );
    return [{ kind: 'challenge-refused', challengeId, reason }];
  }
  if ('repId' in owner) {
    const rep = await ports.reps.find(workspaceId, plan.planId, owner.repId);
    if (rep === null) violation('/owner/repId', owner.repId, 'is no rep of this plan', 'send the id of one that is');
  } else {
    const layout = await ports.layouts.find(workspaceId, publication.layoutId);
    const isKnown = layout?.territories.some(({ id }) => id === owner.territoryId);
    if (!isKnown) {
      violation('/owner/territoryId', owner.territoryId, 'is no territory of the layout', 'send the id of one that is');
    }
  }
  const named = { line: publication.line, accountIds: [dispute.accountId], owner, fromMs: nowMs, untilMs: null };
  return [
    { kind: 'challenge-accepted', challengeId, reason, layoutId: null },
    { kind: 'accounts-named', ...named, isCorrection: false, reason },
  ];
}
