import { Failure } from '../domain/failure.ts';
import type { LayoutId } from '../domain/layout.ts';
import type { LayoutEntry } from '../domain/layout-entry.ts';
import { getPlan } from './get-plan.ts';
import type { Ports } from './ports.ts';

/** A layout as the list of a plan has it. Throws `not-found`, also where the plan does not list the layout. */
export async function getLayoutEntry(
  ports: Ports,
  workspaceId: string,
  planId: string,
  layoutId: LayoutId,
): Promise<LayoutEntry> {
  await getPlan(ports, workspaceId, planId);
  const entry = await ports.layoutEntries.find(workspaceId, planId, layoutId);
  if (entry === null) throw new Failure('not-found', 'this plan lists no layout with this id');
  return entry;
}

/** Throws `not-found` where an entry that could not be written is gone, and else `precondition-failed`: somebody was quicker. */
export async function throwMissed(
  ports: Ports,
  workspaceId: string,
  planId: string,
  layoutId: LayoutId,
): Promise<never> {
  await getLayoutEntry(ports, workspaceId, planId, layoutId);
  throw new Failure(
    'precondition-failed',
    'somebody changed the entry at the same time: read it again and decide anew',
  );
}
