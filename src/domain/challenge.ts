import type { LayoutId } from './layout.ts';
import type { Dispute } from './plan-event.ts';
import type { Act } from './publication.ts';
import { randomBase62 } from './random-base62.ts';
import { seededBase62 } from './seeded-base62.ts';

/** What may become of a challenge. */
export const CHALLENGE_STATES = ['open', 'accepted', 'refused'] as const;

export type ChallengeState = (typeof CHALLENGE_STATES)[number];

/** Somebody's objection to a publication: an account or some cells are not where they should be. */
export interface Challenge {
  readonly challengeId: string;
  readonly publicationId: string;
  /** The layout of the publication when it was opened: a draft may have come to another since. */
  readonly challengedLayoutId: LayoutId;
  /** The rep in whose name it is. */
  readonly repId: string | null;
  readonly dispute: Dispute;
  readonly reason: string;
  readonly state: ChallengeState;
  readonly opened: Act;
  readonly settled: Act | null;
  /** Why it was accepted or refused. */
  readonly settledReason: string | null;
  /** The layout in which it is settled; null where an account got an owner by name, or it is not accepted. */
  readonly layoutId: LayoutId | null;
}

const DIGITS = 22;

/** A new id, `chl_` and 22 base62 digits: random, or that which always follows from a text. */
export async function challengeId(seed: string | null): Promise<string> {
  return `chl_${seed === null ? randomBase62(DIGITS) : await seededBase62(seed, DIGITS)}`;
}
