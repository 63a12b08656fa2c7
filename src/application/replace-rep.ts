import type { Governance } from '../domain/governance.ts';
import type { Publication } from '../domain/publication.ts';
import { expectAction } from '../domain/publication-action.ts';
import { randomBase62 } from '../domain/random-base62.ts';
import type { ConflictGround } from './conflict-ground.ts';
import { countAgain } from './count-again.ts';
import { type Decision, decideIfNeeded } from './decide.ts';
import { getPlan } from './get-plan.ts';
import { repsOfLayout } from './layout-reps.ts';
import { changedMeanwhile } from './name-accounts.ts';
import { viewIn } from './publication-ref.ts';
import { freeMoment, layoutInForce } from './publish-publication.ts';

/** What became of it: a publication, or a layout whose import says so. */
export interface ReplacedRep {
  readonly publicationId: string | null;
  readonly layoutId: string | null;
}

/**
 * Has another rep serve a territory: at once where the layout is in force; else in the draft there is, or in a new one where the layout was in force or will be;
 * in the words of the import where nobody drafted one. Where the plan wants approval what is in force is submitted with the rep, for another key to approve.
 *
 * Errors: `not-found` where the plan is gone; `wrong-state`; `precondition-failed` where the publication was withdrawn meanwhile.
 */
export async function replaceRep(
  ground: ConflictGround,
  keyId: string,
  territoryId: string,
  repId: string,
): Promise<ReplacedRep> {
  const { ports, workspaceId, question, owners } = ground;
  const { planId, layoutId } = question;
  if (owners.source?.by !== 'publication') {
    const reps = { ...Object.fromEntries(owners.reps), [territoryId]: repId };
    const { layout } = await countAgain(ports, workspaceId, planId, layoutId, { all: false, add: null, reps });
    return { publicationId: null, layoutId: layout.layoutId };
  }
  let publicationId = '';
  await decideIfNeeded(ports, { workspaceId, planId, keyId }, async (governance, nowMs) => {
    const { approvalRequired } = await getPlan(ports, workspaceId, planId);
    const replaced = withRep(ground, governance, nowMs, territoryId, repId, approvalRequired);
    publicationId = replaced.publicationId;
    return replaced.decision;
  });
  return { publicationId, layoutId: null };
}

/** The publication that has the rep, and what is to be decided for that; null: nothing. */
interface WithRep {
  readonly publicationId: string;
  readonly decision: Decision | null;
}

function withRep(
  { question, layout }: ConflictGround,
  governance: Governance,
  nowMs: number,
  territoryId: string,
  repId: string,
  approvalRequired: boolean,
): WithRep {
  const { source } = repsOfLayout(layout, governance, question.line, nowMs);
  if (source?.by !== 'publication') throw changedMeanwhile();
  const { publicationId: servedBy, line, layoutId, assignmentId, note, reps: served } = source.publication;
  if (served[territoryId] === repId) return { publicationId: servedBy, decision: null };
  const content = { line, layoutId, assignmentId, reps: { ...served, [territoryId]: repId }, note };
  const { state } = viewIn(governance, servedBy, nowMs);
  const changed = { kind: 'publication-changed', publicationId: servedBy, ...content } as const;
  if (state === 'draft') {
    expectAction('change', state, approvalRequired);
    return { publicationId: servedBy, decision: [changed] };
  }
  if (state === 'submitted' || state === 'approved') {
    // It is another thing now, which is to be looked at again.
    expectAction('return', state, approvalRequired);
    const reason = 'the rep of a territory was replaced';
    const returned = { kind: 'publication-returned', publicationId: servedBy, reason } as const;
    return { publicationId: servedBy, decision: [returned, changed] };
  }
  const publicationId = `pub_${randomBase62(22)}`;
  const drafted = { kind: 'publication-drafted', publicationId, ...content } as const;
  if (state !== 'in-force') return { publicationId, decision: [drafted] };
  if (approvalRequired) {
    const open = findOpen(governance, drafted);
    if (open !== null) return { publicationId: open.publicationId, decision: null };
    return { publicationId, decision: [drafted, { kind: 'publication-submitted', publicationId }] };
  }
  const fromMs = freeMoment(governance, line, nowMs);
  const switched = { fromMs, fromLayoutId: layoutInForce(governance, line, fromMs), toLayoutId: layoutId };
  return { publicationId, decision: [drafted, { kind: 'publication-published', publicationId, ...switched }] };
}

/** What was submitted or approved with the same content, or null. */
function findOpen({ publications }: Governance, content: Content): Publication | null {
  const of = ({ line, layoutId, assignmentId, reps }: Content) =>
    JSON.stringify([line, layoutId, assignmentId, Object.entries(reps).sort(([a], [b]) => (a < b ? -1 : 1))]);
  const wanted = of(content);
  const open = [...publications.values()].filter(({ stage }) => stage === 'submitted' || stage === 'approved');
  return open.findLast((one) => of(one) === wanted) ?? null;
}

type Content = Pick<Publication, 'line' | 'layoutId' | 'assignmentId' | 'reps'>;
