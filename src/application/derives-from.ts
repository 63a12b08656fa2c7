import type { Layout, LayoutId } from '../domain/layout.ts';
import type { Ports } from './ports.ts';

/** Whether one of two layouts was made from the other, over whatever steps between that are on record: then ids of territories mean the same in both. */
export async function areDerived(ports: Ports, workspaceId: string, a: Layout, b: Layout): Promise<boolean> {
  if (a.layoutId === b.layoutId) return true;
  const derives = async (later: LayoutId, earlier: LayoutId) =>
    (await ports.layouts.origins(workspaceId, later)).some(({ originId }) => originId === earlier);
  return (await derives(b.layoutId, a.layoutId)) || (await derives(a.layoutId, b.layoutId));
}
