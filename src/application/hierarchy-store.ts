import type { Hierarchy, HierarchySummary, Manager } from '../domain/hierarchy.ts';
import type { LayoutId } from '../domain/layout.ts';
import type { Page, PageRequest } from './page.ts';

/** A new name and manager of a parent, by its position. */
export interface RenamedParent {
  readonly position: number;
  readonly name: string;
  readonly manager: Manager | null;
}

/** Hierarchies of layouts. They go with their layout, and keep it from retention. */
export interface HierarchyStore {
  /** False, and nothing kept, where the layout is gone, or has a tree already that was solved from the top down with the same connected levels, as this one. */
  create(workspaceId: string, hierarchy: Hierarchy): Promise<boolean>;
  find(workspaceId: string, hierarchyId: string): Promise<Hierarchy | null>;
  /** Those of a layout, the latest first. */
  list(workspaceId: string, layoutId: LayoutId, page: PageRequest): Promise<Page<HierarchySummary>>;
  /** Renames parents, and counts the version up. False, and nothing changed, where it is another version now. */
  rename(
    workspaceId: string,
    hierarchyId: string,
    version: number,
    renamed: readonly RenamedParent[],
  ): Promise<boolean>;
  /** False, and nothing deleted, where there is none, or another version than the given. */
  delete(workspaceId: string, hierarchyId: string, version: number | null): Promise<boolean>;
}
