import type { Governance } from '../domain/governance.ts';
import type { Layout } from '../domain/layout.ts';
import type { Nameable } from '../domain/owner-named.ts';
import { territoryNames } from './open-ground.ts';
import type { PlanOwnership } from './ownership-store.ts';
import type { Ports } from './ports.ts';

/** What owners may be named in a line from a moment on: territories of the layout in force then, or of one that is to be, and reps that there are now. */
export async function nameableOwners(
  ports: Ports,
  workspaceId: string,
  governance: Governance,
  reps: PlanOwnership['reps'],
  line: string | null,
  atMs: number,
  toBe?: Layout,
): Promise<Nameable> {
  const publication = governance.publications.get(governance.inForce(line, atMs).holding?.subject ?? '');
  const layout = publication && (await ports.layouts.findInForce(workspaceId, publication.layoutId));
  const namesOf = layout ? territoryNames(layout) : null;
  return {
    territories: toBe ? new Map([...(layout ? territoryNames(layout) : []), ...territoryNames(toBe)]) : namesOf,
    hasRep: (repId) => reps.get(repId)?.leftMs === null,
  };
}
