import type { LayoutId } from '../domain/layout.ts';
import type { GivenEntry, GivenRemarks } from '../domain/layout-entry.ts';
import type { Ports } from './ports.ts';

/** What a plan's list says from the first of a layout that was made from one of its own: it is of the same line. */
export async function entryLike(
  ports: Ports,
  workspaceId: string,
  planId: string | null,
  from: LayoutId,
  remarks: GivenRemarks = {},
): Promise<GivenEntry> {
  if (planId === null) return remarks;
  return { ...remarks, line: (await ports.layouts.linesOf(workspaceId, planId, [from])).get(from) ?? null };
}
