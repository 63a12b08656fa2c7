import type { Layout, LayoutId } from '../domain/layout.ts';
import type { Ports } from './ports.ts';

/** Steps back that are looked at: of a longer history nobody remembers the ids. */
const MAX_STEPS = 100;

/** Whether one of two layouts was made from the other, over whatever steps between that are still on record. */
export async function areDerived(ports: Ports, workspaceId: string, a: Layout, b: Layout): Promise<boolean> {
  return (
    a.layoutId === b.layoutId ||
    (await derivesFrom(ports, workspaceId, b, a.layoutId)) ||
    (await derivesFrom(ports, workspaceId, a, b.layoutId))
  );
}

async function derivesFrom(ports: Ports, workspaceId: string, layout: Layout, ancestorId: LayoutId): Promise<boolean> {
  let later: Layout | null = layout;
  for (let steps = 0; later !== null && steps < MAX_STEPS; steps++) {
    const from = originOf(later);
    if (from === null || from === ancestorId) return from !== null;
    later = await ports.layouts.find(workspaceId, from);
  }
  return false;
}

/** The layout that a layout was made from, whose ids of territories it goes on with; null for one that was solved from nothing. */
function originOf({ rebalance }: Layout): LayoutId | null {
  return rebalance?.from ?? null;
}
