import type { PublicationContent } from '../domain/plan-event.ts';
import type { Publication } from '../domain/publication.ts';
import { publicationId as newPublicationId } from '../domain/publication-id.ts';
import { type AskedPublication, checkPublication } from './check-publication.ts';
import { type Decider, decide } from './decide.ts';
import { getPlan } from './get-plan.ts';
import type { Ports } from './ports.ts';
import { type FoundPublication, viewIn } from './publication-ref.ts';
import { keyInUse, mayRepeat } from './repeated-request.ts';

/**
 * Drafts a publication. A request that is repeated with its key finds the draft that it has made before, also where the Worker ended between the two.
 *
 * Errors: `not-found`; `invalid-references` with everything that the plan does not have.
 */
export async function draftPublication(
  ports: Ports,
  decider: Decider,
  asked: AskedPublication,
  requestKey: string | null,
): Promise<FoundPublication> {
  const { workspaceId, planId } = decider;
  const plan = await getPlan(ports, workspaceId, planId);
  const content = await checkPublication(ports, workspaceId, plan, asked);
  const seed = requestKey && JSON.stringify([workspaceId, planId, requestKey]);
  let publicationId = await newPublicationId(seed);
  const known = await ports.governance.load(workspaceId, planId);
  const former = known.publications.get(publicationId);
  if (former !== undefined) {
    if (isRepeated(former, content)) return { plan, view: viewIn(known, publicationId, Date.now()) };
    publicationId = await newPublicationId(null);
  }
  const { entry, governance } = await decide(ports, decider, ({ publications }) => {
    if (publications.has(publicationId)) throw keyInUse();
    return { kind: 'publication-drafted', publicationId, ...content };
  });
  return { plan, view: viewIn(governance, publicationId, Math.max(Date.now(), entry.recordedMs)) };
}

/** Whether a publication is what a repeated request has drafted. */
export function isRepeated({ drafted, changed, ...rest }: Publication, content: PublicationContent): boolean {
  const { line, layoutId, assignmentId, reps, note } = rest;
  const isSame = JSON.stringify({ line, layoutId, assignmentId, reps, note }) === JSON.stringify(content);
  return isSame && drafted.atMs === changed.atMs && mayRepeat(drafted.atMs);
}
