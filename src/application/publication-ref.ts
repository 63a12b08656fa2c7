import { Failure } from '../domain/failure.ts';
import type { Governance } from '../domain/governance.ts';
import type { Plan } from '../domain/plan.ts';
import type { PlanEvent } from '../domain/plan-event.ts';
import { expectAction, type PublicationAction } from '../domain/publication-action.ts';
import { type PublicationView, tenuresOf, viewPublication } from '../domain/publication-view.ts';
import { decide } from './decide.ts';
import { getPlan } from './get-plan.ts';
import type { Ports } from './ports.ts';

/** A publication that a request names. */
export interface PublicationRef {
  readonly workspaceId: string;
  readonly publicationId: string;
}

/** A publication that somebody does something with, by their key. */
export interface PublicationDeed extends PublicationRef {
  readonly keyId: string;
  /** The version that they have read; null: whichever there is. */
  readonly expected: FoundPublication | null;
}

/** A publication with its plan, as they are now. */
export interface FoundPublication {
  readonly plan: Plan;
  readonly view: PublicationView;
}

/** What a decision about a publication is made from. */
export interface PublicationCase extends FoundPublication {
  readonly governance: Governance;
  readonly nowMs: number;
}

/** The publication of a plan as it is at a moment. Throws `not-found`. */
export function viewIn(governance: Governance, publicationId: string, atMs: number): PublicationView {
  const publication = governance.publications.get(publicationId);
  if (publication === undefined) throw noPublication();
  return viewPublication(publication, tenuresOf(governance, publication.line), atMs);
}

/** The plan of a publication. Throws `not-found`, also for a publication of another workspace. */
export async function planOfPublication(ports: Ports, { workspaceId, publicationId }: PublicationRef): Promise<Plan> {
  const planId = await ports.planLog.planOf(workspaceId, publicationId);
  if (planId === null) throw noPublication();
  return getPlan(ports, workspaceId, planId);
}

/**
 * Does something with a publication that its state allows, and answers it as it is then. `make` gives the event.
 *
 * Errors: `not-found`; `precondition-failed` where it is another version than expected; `wrong-state`; what `make` throws.
 */
export async function actOnPublication(
  ports: Ports,
  deed: PublicationDeed,
  action: PublicationAction,
  make: (given: PublicationCase) => PlanEvent | Promise<PlanEvent>,
): Promise<FoundPublication> {
  const { workspaceId, publicationId, keyId } = deed;
  const { planId } = await planOfPublication(ports, deed);
  const { governance, entry } = await decide(ports, { workspaceId, planId, keyId }, async (current, nowMs) => {
    const view = viewIn(current, publicationId, nowMs);
    expectVersion(deed.expected, view);
    // Read again with each try: the plan may have come to want approval meanwhile.
    const plan = await getPlan(ports, workspaceId, planId);
    expectAction(action, view.state, plan.approvalRequired);
    return make({ plan, view, governance: current, nowMs });
  });
  return foundIn(ports, governance, deed, momentAfter(entry.recordedMs, entry.event));
}

function expectVersion(expected: FoundPublication | null, { publication, state }: PublicationView): void {
  if (expected === null) return;
  const { view } = expected;
  if (view.state === state && JSON.stringify(view.publication) === JSON.stringify(publication)) return;
  throw new Failure('precondition-failed', 'somebody changed it at the same time: read it again and decide anew');
}

/** A publication in governance that a decision has just changed. */
export async function foundIn(
  ports: Ports,
  governance: Governance,
  ref: PublicationRef,
  atMs: number,
): Promise<FoundPublication> {
  return { plan: await planOfPublication(ports, ref), view: viewIn(governance, ref.publicationId, atMs) };
}

/** The moment at which an answer tells what a decision has led to: what begins at once has begun. */
function momentAfter(recordedMs: number, event: PlanEvent): number {
  const startsMs = event.kind === 'publication-published' ? event.fromMs : recordedMs;
  const isAtOnce = startsMs - recordedMs <= AT_ONCE_MS;
  return Math.max(Date.now(), recordedMs, isAtOnce ? startsMs : 0);
}

/** A switch that had to give way to others of the same moment is that much later. */
const AT_ONCE_MS = 20;

/** The failure of a publication that is not there, or is another workspace's. */
export function noPublication(): Failure {
  return new Failure('not-found', 'no publication of this workspace has this id');
}
