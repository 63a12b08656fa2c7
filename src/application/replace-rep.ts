import type { Publication } from '../domain/publication.ts';
import { randomBase62 } from '../domain/random-base62.ts';
import type { ConflictGround } from './conflict-ground.ts';
import { countAgain } from './count-again.ts';
import { decide } from './decide.ts';
import { getPlan } from './get-plan.ts';

/** What became of it: a publication, or a layout whose import says so. */
export interface ReplacedRep {
  readonly publicationId: string | null;
  readonly layoutId: string | null;
}

/**
 * Has another rep serve a territory: from now on where a layout is published, in the draft where it is not, and in the words of the import where nobody drafted
 * one. Where the plan wants approval a publication with the rep is submitted, for another key to approve. Throws `not-found` where the plan is gone.
 */
export async function replaceRep(
  ground: ConflictGround,
  keyId: string,
  territoryId: string,
  repId: string,
): Promise<ReplacedRep> {
  const { ports, workspaceId, question, owners } = ground;
  const reps = { ...Object.fromEntries(owners.reps), [territoryId]: repId };
  if (owners.source?.by !== 'publication') {
    const recount = { all: false, add: null, reps };
    const { layout } = await countAgain(ports, workspaceId, question.planId, question.layoutId, recount);
    return { publicationId: null, layoutId: layout.layoutId };
  }
  const { publication } = owners.source;
  const { line, layoutId, assignmentId, note } = publication;
  const content = { line, layoutId, assignmentId, reps, note };
  const decider = { workspaceId, planId: question.planId, keyId };
  if (publication.stage !== 'published') {
    await takeBack(ground, keyId, publication);
    const { publicationId } = publication;
    await decide(ports, decider, () => ({ kind: 'publication-changed', publicationId, ...content }));
    return { publicationId, layoutId: null };
  }
  const publicationId = `pub_${randomBase62(22)}`;
  const { approvalRequired } = await getPlan(ports, workspaceId, question.planId);
  await decide(ports, decider, (_, nowMs) => [
    { kind: 'publication-drafted', publicationId, ...content },
    approvalRequired
      ? { kind: 'publication-submitted', publicationId }
      : {
          ...{ kind: 'publication-published', publicationId, fromMs: nowMs },
          ...{ fromLayoutId: layoutId, toLayoutId: layoutId },
        },
  ]);
  return { publicationId, layoutId: null };
}

/** What was submitted or approved goes back to draft: it is another thing now. */
async function takeBack({ ports, workspaceId, question }: ConflictGround, keyId: string, publication: Publication) {
  if (publication.stage === 'draft') return;
  const { publicationId } = publication;
  const reason = 'the rep of a territory was replaced';
  const decider = { workspaceId, planId: question.planId, keyId };
  await decide(ports, decider, () => ({ kind: 'publication-returned', publicationId, reason }));
}
