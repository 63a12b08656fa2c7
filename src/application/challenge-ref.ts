import type { Challenge } from '../domain/challenge.ts';
import { Failure } from '../domain/failure.ts';
import type { Governance } from '../domain/governance.ts';
import type { Plan } from '../domain/plan.ts';
import type { Publication } from '../domain/publication.ts';
import { wrongState } from '../domain/publication-action.ts';
import { type Decision, decide } from './decide.ts';
import { getPlan } from './get-plan.ts';
import type { Ports } from './ports.ts';

/** A challenge that a request names. */
export interface ChallengeRef {
  readonly workspaceId: string;
  readonly challengeId: string;
}

/** A challenge that somebody settles, by their key. */
export interface ChallengeDeed extends ChallengeRef {
  readonly keyId: string;
}

/** A challenge with its plan. */
export interface FoundChallenge {
  readonly plan: Plan;
  readonly challenge: Challenge;
}

/** What a settlement is made from. */
export interface ChallengeCase extends FoundChallenge {
  readonly governance: Governance;
  readonly publication: Publication;
  readonly nowMs: number;
}

/** A challenge as it is now. Throws `not-found`, also for a challenge of another workspace. */
export async function getChallenge(ports: Ports, ref: ChallengeRef): Promise<FoundChallenge> {
  const { workspaceId, challengeId } = ref;
  const planId = await ports.planLog.planOf(workspaceId, challengeId);
  if (planId === null) throw noChallenge();
  const plan = await getPlan(ports, workspaceId, planId);
  return { plan, challenge: challengeIn(await ports.governance.load(workspaceId, planId), challengeId) };
}

/** Settles a challenge that is open. Throws `not-found`, `wrong-state`, and what `make` throws. */
export async function settleChallenge(
  ports: Ports,
  deed: ChallengeDeed,
  make: (given: ChallengeCase) => Decision | Promise<Decision>,
): Promise<FoundChallenge> {
  const { workspaceId, challengeId, keyId } = deed;
  const { plan } = await getChallenge(ports, deed);
  const decider = { workspaceId, planId: plan.planId, keyId };
  const { governance } = await decide(ports, decider, (current, nowMs) => {
    const challenge = challengeIn(current, challengeId);
    const publication = current.publications.get(challenge.publicationId);
    if (challenge.state !== 'open') throw wrongState(`the challenge is ${challenge.state}`, challenge.state, []);
    if (publication === undefined) throw noChallenge();
    return make({ plan, governance: current, challenge, publication, nowMs });
  });
  return { plan, challenge: challengeIn(governance, challengeId) };
}

function challengeIn({ challenges }: Governance, challengeId: string): Challenge {
  const challenge = challenges.get(challengeId);
  if (challenge === undefined) throw noChallenge();
  return challenge;
}

function noChallenge(): Failure {
  return new Failure('not-found', 'no challenge of this workspace has this id');
}
