import type { Layout } from '../domain/layout.ts';
import type { GivenEntry, GivenRemarks } from '../domain/layout-entry.ts';
import { lineIdOf } from './line-id-of.ts';
import type { Ports } from './ports.ts';

/** What a plan's list says from the first of a layout that was made from one of its own: it is of the same line. */
export async function entryLike(
  ports: Ports,
  workspaceId: string,
  planId: string | null,
  from: Layout,
  remarks: GivenRemarks = {},
): Promise<GivenEntry> {
  if (planId === null) return remarks;
  return { ...remarks, line: await lineIdOf(ports, workspaceId, planId, from) };
}
