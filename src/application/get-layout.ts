import { Failure } from '../domain/failure.ts';
import type { Layout, LayoutId } from '../domain/layout.ts';
import type { LeafTable } from '../domain/leaf-table.ts';
import type { Ports } from './ports.ts';

/** The layout with this id. Throws `not-found`, also for a layout of another workspace. */
export async function getLayout(ports: Ports, workspaceId: string, layoutId: LayoutId): Promise<Layout> {
  const layout = await ports.layouts.find(workspaceId, layoutId);
  if (layout === null) throw noLayout();
  return layout;
}

/** The layout with this id and all its leaves. Throws `not-found`. */
export async function getLayoutLeaves(
  ports: Ports,
  workspaceId: string,
  layoutId: LayoutId,
): Promise<{ layout: Layout; leaves: LeafTable }> {
  return withLeaves(ports, workspaceId, await getLayout(ports, workspaceId, layoutId));
}

/** A layout with all its leaves. Throws `not-found` where it was deleted since it was found. */
export async function withLeaves(
  ports: Ports,
  workspaceId: string,
  layout: Layout,
): Promise<{ layout: Layout; leaves: LeafTable }> {
  const leaves = await ports.layouts.leaves(workspaceId, layout);
  if (leaves === null) throw noLayout();
  return { layout, leaves };
}

function noLayout(): Failure {
  return new Failure('not-found', 'no layout of this workspace has this id');
}
