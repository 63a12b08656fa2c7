import type { Violation } from '../domain/failure.ts';
import type { Manager } from '../domain/hierarchy.ts';
import type { LayoutId } from '../domain/layout.ts';
import { shorten } from '../domain/shorten.ts';
import type { Ports } from './ports.ts';

/** A manager, and where in the request. */
export interface NamedManager {
  readonly field: string;
  readonly manager: Manager | null;
}

/** Blames managers that are no reps of a plan that lists the layout. */
export async function findUnknownManagers(
  ports: Ports,
  workspaceId: string,
  layoutId: LayoutId,
  managers: readonly NamedManager[],
): Promise<Violation[]> {
  const named = managers.flatMap(({ field, manager }) =>
    manager !== null && 'repId' in manager ? [{ field: `${field}/repId`, repId: manager.repId }] : [],
  );
  if (named.length === 0) return [];
  const planIds = await ports.layouts.plansOf(workspaceId, layoutId);
  const known = await ports.reps.known(workspaceId, planIds, [...new Set(named.map(({ repId }) => repId))]);
  return named
    .filter(({ repId }) => !known.has(repId))
    .map(({ field, repId }) => ({
      field,
      value: shorten(repId),
      detail: planIds.length === 0 ? 'is no rep: the layout is in no plan' : 'is no rep of the plan',
      remedy: 'upload the rep to the plan first, or send {"name": ...} for somebody who is none',
    }));
}
