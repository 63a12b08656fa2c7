import type { Cell } from '../domain/cell.ts';
import { cellNumber } from '../domain/cell-number.ts';
import { type Challenge, challengeId as newChallengeId } from '../domain/challenge.ts';
import type { Violation } from '../domain/failure.ts';
import { ownerLeafOf } from '../domain/leaf-table.ts';
import type { Dispute } from '../domain/plan-event.ts';
import type { Publication } from '../domain/publication.ts';
import { wrongState } from '../domain/publication-action.ts';
import { shorten } from '../domain/shorten.ts';
import type { FoundChallenge } from './challenge-ref.ts';
import { throwReferences } from './check-publication.ts';
import { decide } from './decide.ts';
import { getLayoutLeaves } from './get-layout.ts';
import type { Ports } from './ports.ts';
import { type PublicationRef, planOfPublication, viewIn } from './publication-ref.ts';
import { keyInUse, mayRepeat } from './repeated-request.ts';

/** An objection as somebody raises it. */
export interface NewChallenge {
  readonly dispute: Dispute;
  readonly repId: string | null;
  readonly reason: string;
}

/**
 * Opens a challenge of a publication. A request that is repeated with its key finds the one that it has opened before.
 *
 * Errors: `not-found`; `wrong-state` for a publication that is archived; `invalid-references` for an account, a rep or a territory that is not there, and for
 * cells of other territories.
 */
export async function openChallenge(
  ports: Ports,
  ref: PublicationRef & { readonly keyId: string },
  { dispute, repId, reason }: NewChallenge,
  requestKey: string | null,
): Promise<FoundChallenge> {
  const { workspaceId, publicationId, keyId } = ref;
  const plan = await planOfPublication(ports, ref);
  const { planId } = plan;
  const known = await ports.governance.load(workspaceId, planId);
  let challengeId = await newChallengeId(requestKey && JSON.stringify([workspaceId, publicationId, requestKey]));
  const former = known.challenges.get(challengeId);
  // Before anything that it refers to is looked up: what was there when it was opened may be gone.
  if (former !== undefined) {
    if (isRepeated(former, { dispute, repId, reason })) return { plan, challenge: former };
    challengeId = await newChallengeId(null);
  }
  const violations: Violation[] = [];
  if (repId !== null && (await ports.reps.find(workspaceId, planId, repId)) === null) {
    violations.push(
      missing('/repId', repId, 'is no rep of this plan', `send one that GET /v1/plans/${planId}/reps lists`),
    );
  }
  const { publication } = viewIn(known, publicationId, Date.now());
  if ('accountId' in dispute) {
    const { accountId } = dispute;
    if ((await ports.accounts.find(workspaceId, plan, accountId)) === null) {
      violations.push(missing('/accountId', accountId, 'is no account of this plan', 'send the id of one that is'));
    }
  } else violations.push(...(await strangeCells(ports, workspaceId, publication, dispute)));
  throwReferences(violations);
  const decider = { workspaceId, planId, keyId };
  const { governance } = await decide(ports, decider, (current, nowMs) => {
    const { state } = viewIn(current, publicationId, nowMs);
    if (current.challenges.has(challengeId)) throw keyInUse();
    if (state === 'archived') throw wrongState('the publication is archived', state, []);
    return { kind: 'challenge-opened', challengeId, publicationId, repId, dispute, reason };
  });
  const challenge = governance.challenges.get(challengeId);
  if (challenge === undefined) throw new Error(`${challengeId} is not in the log that it was just added to`);
  return { plan, challenge };
}

function isRepeated({ dispute, repId, reason, opened }: Challenge, asked: NewChallenge): boolean {
  return JSON.stringify({ dispute, repId, reason }) === JSON.stringify(asked) && mayRepeat(opened.atMs);
}

/** Disputed cells lie in the two territories that are disputed about. */
async function strangeCells(
  ports: Ports,
  workspaceId: string,
  { layoutId }: Publication,
  { territories, cells }: Extract<Dispute, { cells: unknown }>,
): Promise<Violation[]> {
  const { layout, leaves } = await getLayoutLeaves(ports, workspaceId, layoutId);
  const known = layout.territories.map(({ id }) => id);
  const strangers = territories.flatMap((id, at) =>
    known.includes(id)
      ? []
      : [
          missing(
            `/territories/${at}`,
            id,
            'is no territory of the layout',
            `send two of: ${known.slice(0, 20).join(', ')}`,
          ),
        ],
  );
  if (strangers.length > 0) return strangers;
  return cells.flatMap((cell, at) => {
    const leaf = ownerLeafOf(leaves.cells, cellNumber(cell as Cell));
    const owner = known[leaves.territories[leaf] ?? -1];
    if (owner !== undefined && territories.includes(owner)) return [];
    const detail = owner === undefined ? 'is in no territory of the layout' : `is in ${owner}`;
    return [missing(`/cells/${at}`, cell, detail, `send cells of ${territories.join(' and ')}`)];
  });
}

function missing(field: string, value: string, detail: string, remedy: string): Violation {
  return { field, value: shorten(value), detail, remedy };
}
