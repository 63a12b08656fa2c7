import { type ChallengeDeed, type FoundChallenge, settleChallenge } from './challenge-ref.ts';
import type { Ports } from './ports.ts';

/** Refuses a challenge: what is in force stays as it is. Throws `not-found`, `wrong-state`. */
export function refuseChallenge(ports: Ports, deed: ChallengeDeed, reason: string): Promise<FoundChallenge> {
  const { challengeId } = deed;
  return settleChallenge(ports, deed, () => [{ kind: 'challenge-refused', challengeId, reason }]);
}
