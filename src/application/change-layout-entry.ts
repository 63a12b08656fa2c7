import type { LayoutId } from '../domain/layout.ts';
import type { LayoutEntry, RemarksChange } from '../domain/layout-entry.ts';
import { throwMissed } from './get-layout-entry.ts';
import type { Ports } from './ports.ts';

/** Changes what is said of a layout in the list of a plan. Throws `not-found`; `precondition-failed` where it is another version than `expected`. */
export async function changeLayoutEntry(
  ports: Ports,
  workspaceId: string,
  planId: string,
  layoutId: LayoutId,
  change: RemarksChange,
  expected: LayoutEntry | null = null,
): Promise<void> {
  const version = expected?.version ?? null;
  if (await ports.layoutEntries.change(workspaceId, planId, layoutId, change, version)) return;
  await throwMissed(ports, workspaceId, planId, layoutId);
}
