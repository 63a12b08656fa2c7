import { type Hierarchy, hierarchyNotFound } from '../domain/hierarchy.ts';
import type { Layout } from '../domain/layout.ts';
import { getLayout } from './get-layout.ts';
import type { Ports } from './ports.ts';

/** The hierarchy with this id. Throws `not-found`, also for one of another workspace. */
export async function getHierarchy(ports: Ports, workspaceId: string, hierarchyId: string): Promise<Hierarchy> {
  const hierarchy = await ports.hierarchies.find(workspaceId, hierarchyId);
  if (hierarchy === null) throw hierarchyNotFound();
  return hierarchy;
}

/** A hierarchy and the layout that it is of: with both its parents can be measured. */
export interface HierarchyOfLayout {
  readonly hierarchy: Hierarchy;
  readonly layout: Layout;
}

/** The hierarchy with this id and its layout. Throws `not-found`. */
export async function getHierarchyOfLayout(
  ports: Ports,
  workspaceId: string,
  hierarchyId: string,
): Promise<HierarchyOfLayout> {
  const hierarchy = await getHierarchy(ports, workspaceId, hierarchyId);
  return { hierarchy, layout: await getLayout(ports, workspaceId, hierarchy.layoutId) };
}
