import type { Challenge, ChallengeState } from '../domain/challenge.ts';
import { invalidCursor } from '../domain/invalid-cursor.ts';
import type { Page, PageRequest } from './page.ts';
import type { Ports } from './ports.ts';

/** Which challenges; null: all. */
export interface ChallengeFilter {
  readonly state: ChallengeState | null;
  readonly publicationId: string | null;
}

/** A page of a plan's challenges, the latest first. Throws `not-found`. */
export async function listChallenges(
  ports: Ports,
  workspaceId: string,
  planId: string,
  { state, publicationId }: ChallengeFilter,
  { cursor, limit }: PageRequest,
): Promise<Page<Challenge>> {
  if (cursor !== null && !/^\d{1,9}$/.test(cursor)) throw invalidCursor(cursor);
  const all = [...(await ports.governance.load(workspaceId, planId)).challenges.values()];
  const items: Challenge[] = [];
  for (let at = Math.min(Number(cursor ?? all.length), all.length) - 1; at >= 0; at--) {
    const challenge = all[at];
    if (challenge === undefined || (state !== null && challenge.state !== state)) continue;
    if (publicationId !== null && challenge.publicationId !== publicationId) continue;
    if (items.length === limit) return { items, next: String(at + 1) };
    items.push(challenge);
  }
  return { items, next: null };
}
