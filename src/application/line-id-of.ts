import type { Layout } from '../domain/layout.ts';
import type { Ports } from './ports.ts';

/** The line of the plan that a layout is of, null for all accounts: as the layout tells it, also where the plan lists it no more. A layout that was made before layouts told it is as the plan's list says. */
export async function lineIdOf(
  ports: Ports,
  workspaceId: string,
  planId: string,
  { layoutId, line }: Layout,
): Promise<string | null> {
  return line ?? (await ports.layouts.linesOf(workspaceId, planId, [layoutId])).get(layoutId) ?? null;
}
