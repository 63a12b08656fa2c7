import type { Governance } from './governance.ts';
import { type Publication, type PublicationState, publicationState } from './publication.ts';

/** A stretch of time in which one publication is in force: neighbours are of others. */
export interface Tenure {
  readonly publicationId: string | null;
  /** Minus infinity before all publications. */
  readonly fromMs: number;
  readonly untilMs: number;
}

/** A publication as it is at a moment. Units: milliseconds since 1970. */
export interface PublicationView {
  readonly publication: Publication;
  readonly state: PublicationState;
  /** Since when it is, was or will be in force: about the moment where it is then, else the last time. Null: never. */
  readonly sinceMs: number | null;
  /** Until when; null: until further notice, or never in force. */
  readonly untilMs: number | null;
  /** The publication that was in force before, and the one after. */
  readonly replaces: string | null;
  readonly replacedBy: string | null;
}

/** Who is in force when in a line, as far as was known at a moment: all of time. */
export function tenuresOf(governance: Governance, line: string | null, knownMs = Infinity): Tenure[] {
  const tenures: Tenure[] = [];
  for (const { fromMs, untilMs, holding } of governance.stretches(line, knownMs)) {
    const publicationId = holding?.subject ?? null;
    const before = tenures.at(-1);
    if (before?.publicationId === publicationId) tenures[tenures.length - 1] = { ...before, untilMs };
    else tenures.push({ publicationId, fromMs, untilMs });
  }
  return tenures;
}

/** A publication at a moment, among the tenures of its line. */
export function viewPublication(publication: Publication, tenures: readonly Tenure[], atMs: number): PublicationView {
  const { publicationId } = publication;
  const isNow = ({ fromMs, untilMs }: Tenure) => fromMs <= atMs && atMs < untilMs;
  const state = publicationState(publication, tenures.find(isNow)?.publicationId ?? null, atMs);
  const isOwn = (tenure: Tenure) => tenure.publicationId === publicationId;
  const now = tenures.findIndex((tenure) => isOwn(tenure) && isNow(tenure));
  const at = now === -1 ? tenures.findLastIndex(isOwn) : now;
  const own = tenures[at];
  if (own === undefined) return { publication, state, sinceMs: null, untilMs: null, replaces: null, replacedBy: null };
  return {
    ...{ publication, state, sinceMs: own.fromMs },
    untilMs: own.untilMs === Infinity ? null : own.untilMs,
    replaces: tenures[at - 1]?.publicationId ?? null,
    replacedBy: tenures[at + 1]?.publicationId ?? null,
  };
}

/** What was in force before a publication that is, and was not withdrawn since; null where there is nothing. */
export function findEarlier(governance: Governance, publication: Publication, atMs: number): Publication | null {
  const earlier = tenuresOf(governance, publication.line).filter(({ fromMs }) => fromMs <= atMs);
  for (const { publicationId } of earlier.reverse()) {
    const other = publicationId === null ? undefined : governance.publications.get(publicationId);
    if (other?.stage === 'published' && other.publicationId !== publication.publicationId) return other;
  }
  return null;
}
