import type { PublicationContent } from './plan-event.ts';

/** What somebody did, and when. Moments are milliseconds since 1970. */
export interface Act {
  readonly atMs: number;
  readonly keyId: string;
}

/** A layout on its way to being in force, in it, or past it. */
export interface Publication extends PublicationContent {
  readonly publicationId: string;
  /** How far it was brought. Whether what is published is in force is a matter of the moment: see `publicationState`. */
  readonly stage: 'draft' | 'submitted' | 'approved' | 'published' | 'withdrawn';
  readonly drafted: Act;
  /** When its content was last given. */
  readonly changed: Act;
  readonly submitted: Act | null;
  readonly approved: Act | null;
  readonly published: Act | null;
  readonly withdrawn: Act | null;
  /** Why it was sent back to draft or withdrawn last. */
  readonly reason: string | null;
  /** From when on it is to be in force, once that is settled. */
  readonly fromMs: number | null;
}

/** `archived`: it was in force and another is, or it was withdrawn. */
export const PUBLICATION_STATES = ['draft', 'submitted', 'approved', 'scheduled', 'in-force', 'archived'] as const;

export type PublicationState = (typeof PUBLICATION_STATES)[number];

/** The state at a moment. `inForce` is the id of the publication of its line that is in force then. */
export function publicationState(publication: Publication, inForce: string | null, atMs: number): PublicationState {
  if (publication.publicationId === inForce) return 'in-force';
  if (publication.stage === 'withdrawn') return 'archived';
  if (publication.stage !== 'published') return publication.stage;
  return (publication.fromMs ?? 0) > atMs ? 'scheduled' : 'archived';
}
