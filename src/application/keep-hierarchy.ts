import {
  type Hierarchy,
  type HierarchyOrigin,
  type HierarchyViolation,
  hierarchyNotFound,
  MAX_NAMED,
  type PlacedParent,
  type Tree,
} from '../domain/hierarchy.ts';
import type { Layout } from '../domain/layout.ts';
import { randomBase62 } from '../domain/random-base62.ts';
import type { HierarchyOfLayout } from './get-hierarchy.ts';
import type { Ports } from './ports.ts';

/** What a new hierarchy is of. */
export interface NewHierarchy {
  readonly layout: Layout;
  readonly tree: Tree;
  readonly parents: readonly PlacedParent[];
  readonly origin: HierarchyOrigin;
  readonly violations: readonly HierarchyViolation[];
}

/** Gives a hierarchy its id and keeps it. Throws `not-found` where the layout was deleted meanwhile. */
export async function keepHierarchy(
  ports: Ports,
  workspaceId: string,
  { layout, tree, parents, origin, violations }: NewHierarchy,
): Promise<HierarchyOfLayout> {
  const { levels, connected, territories } = tree;
  const hierarchy: Hierarchy = {
    hierarchyId: `hie_${randomBase62(22)}`,
    layoutId: layout.layoutId,
    levels,
    connected,
    origin,
    violations: violations.slice(0, MAX_NAMED),
    violationCount: violations.length,
    territories,
    parents,
    createdAt: new Date().toISOString(),
    version: 1,
  };
  if (!(await ports.hierarchies.create(workspaceId, hierarchy))) throw hierarchyNotFound();
  return { hierarchy, layout };
}
