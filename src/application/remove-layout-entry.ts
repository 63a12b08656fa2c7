import { Failure } from '../domain/failure.ts';
import type { LayoutId } from '../domain/layout.ts';
import type { LayoutEntry } from '../domain/layout-entry.ts';
import { throwMissed } from './get-layout-entry.ts';
import type { Ports } from './ports.ts';

/**
 * Takes a layout off the list of a plan. The layout itself stays until retention takes it, and the same problem solved again brings it back.
 *
 * Errors: `not-found`; `layout-in-use` where something of the plan refers to it; `precondition-failed` where it is another version than `expected`.
 */
export async function removeLayoutEntry(
  ports: Ports,
  workspaceId: string,
  planId: string,
  layoutId: LayoutId,
  expected: LayoutEntry | null = null,
): Promise<void> {
  const came = await ports.layoutEntries.remove(workspaceId, planId, layoutId, expected?.version ?? null);
  if (came === 'needed') {
    throw new Failure('layout-in-use', 'the plan needs this layout: something of it refers to it');
  }
  if (came === 'not-there') await throwMissed(ports, workspaceId, planId, layoutId);
}
