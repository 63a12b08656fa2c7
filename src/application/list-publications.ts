import { Governance } from '../domain/governance.ts';
import { invalidCursor } from '../domain/invalid-cursor.ts';
import type { Plan } from '../domain/plan.ts';
import type { PublicationState } from '../domain/publication.ts';
import { type PublicationView, type Tenure, tenuresOf, viewPublication } from '../domain/publication-view.ts';
import type { Page, PageRequest } from './page.ts';
import type { Ports } from './ports.ts';

const ENTRIES_PER_READ = 500;
/** Of a page: a publication names the reps of thousands of territories. */
const MAX_CHARACTERS = 2_000_000;

/** Which publications, and of when. Moments are milliseconds since 1970. */
export interface PublicationFilter {
  readonly state: PublicationState | null;
  /** A line, null in it for those of the plan as a whole; undefined: of all lines. */
  readonly line: string | null | undefined;
  /** The moment that states are of. */
  readonly atMs: number;
  /** As was known then; null: now. */
  readonly knownMs: number | null;
}

/** A page of a plan's publications, the latest first; it holds fewer than its limit where they are long. */
export async function listPublications(
  ports: Ports,
  workspaceId: string,
  { planId }: Plan,
  { state, line, atMs, knownMs }: PublicationFilter,
  { cursor, limit }: PageRequest,
): Promise<Page<PublicationView>> {
  if (cursor !== null && !/^\d{1,9}$/.test(cursor)) throw invalidCursor(cursor);
  const governance = await governanceAt(ports, workspaceId, planId, knownMs);
  const tenures = new Map<string | null, readonly Tenure[]>();
  for (const one of governance.lines) tenures.set(one, tenuresOf(governance, one));
  const all = [...governance.publications.values()];
  const items: PublicationView[] = [];
  let characters = 0;
  for (let at = Math.min(Number(cursor ?? all.length), all.length) - 1; at >= 0; at--) {
    const publication = all[at];
    if (publication === undefined || (line !== undefined && publication.line !== line)) continue;
    const view = viewPublication(publication, tenures.get(publication.line) ?? [], atMs);
    if (state !== null && view.state !== state) continue;
    if (items.length === limit || characters > MAX_CHARACTERS) return { items, next: String(at + 1) };
    items.push(view);
    characters += JSON.stringify(publication).length;
  }
  return { items, next: null };
}

/** What the log of a plan added up to at a moment; null: now. Throws `not-found`. */
export async function governanceAt(
  ports: Ports,
  workspaceId: string,
  planId: string,
  knownMs: number | null,
): Promise<Governance> {
  const current = await ports.governance.load(workspaceId, planId);
  if (knownMs === null || knownMs >= current.end.recordedMs) return current;
  const then = new Governance();
  for (;;) {
    const entries = await ports.planLog.read(workspaceId, planId, then.end.seq, ENTRIES_PER_READ);
    for (const entry of entries) {
      if (entry.recordedMs > knownMs) return then;
      then.add(entry);
    }
    if (entries.length === 0) return then;
  }
}
