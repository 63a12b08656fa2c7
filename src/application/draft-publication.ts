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
  const seed = requestKey && JSON.stringify([workspaceId, planId, requestKey]);
  let publicationId = await newPublicationId(seed);
  const known = await ports.governance.load(workspaceId, planId);
  const former = known.publications.get(publicationId);
  // Before anything that it refers to is looked up: what was there when it was made may be gone.
  if (former !== undefined) {
    if (isRepeated(former, asked)) return { plan, view: viewIn(known, publicationId, Date.now()) };
    publicationId = await newPublicationId(null);
  }
  const content = await checkPublication(ports, workspaceId, plan, asked);
  const { entry, governance } = await decide(ports, decider, ({ publications }) => {
    if (publications.has(publicationId)) throw keyInUse();
    return { kind: 'publication-drafted', publicationId, ...content };
  });
  return { plan, view: viewIn(governance, publicationId, Math.max(Date.now(), entry.recordedMs)) };
}

/**
 * Whether a publication is what a repeated request has drafted. Reps that it took from an assignment or from the file of an import are not compared: nobody
 * can tell them any more once these are gone.
 */
export function isRepeated(former: Publication, asked: AskedPublication): boolean {
  const { line, layoutId, assignmentId, note, reps, drafted, changed } = former;
  const isAll = asked.assignmentId === null && asked.reps !== null;
  const given = Object.entries(asked.reps ?? {});
  const isSame =
    line === asked.line && layoutId === asked.layoutId && assignmentId === asked.assignmentId && note === asked.note;
  const hasGiven = given.every(
    ([territoryId, repId]) => Object.hasOwn(reps, territoryId) && reps[territoryId] === repId,
  );
  const hasOthers = given.length < Object.keys(reps).length;
  return isSame && hasGiven && !(isAll && hasOthers) && drafted.atMs === changed.atMs && mayRepeat(drafted.atMs);
}
