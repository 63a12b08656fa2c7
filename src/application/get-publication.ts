import type { Ports } from './ports.ts';
import { type FoundPublication, type PublicationRef, planOfPublication, viewIn } from './publication-ref.ts';

/** A publication as it is now. Throws `not-found`, also for a publication of another workspace. */
export async function getPublication(ports: Ports, ref: PublicationRef): Promise<FoundPublication> {
  const plan = await planOfPublication(ports, ref);
  const governance = await ports.governance.load(ref.workspaceId, plan.planId);
  return { plan, view: viewIn(governance, ref.publicationId, Date.now()) };
}
