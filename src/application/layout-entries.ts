import type { LayoutId } from '../domain/layout.ts';
import type { EntryFilter, LayoutEntry, RemarksChange } from '../domain/layout-entry.ts';
import type { Page, PageRequest } from './page.ts';

/** What came of taking an entry away. `needed`: something refers to the layout as one of the plan. */
export type EntryRemoval = 'removed' | 'needed' | 'not-there';

/** The lists of layouts that plans have. */
export interface LayoutEntries {
  find(workspaceId: string, planId: string, layoutId: LayoutId): Promise<LayoutEntry | null>;
  /** The latest first. */
  list(workspaceId: string, planId: string, filter: EntryFilter, page: PageRequest): Promise<Page<LayoutEntry>>;
  /** False, and nothing changed, where there is no such entry, or it is another version than `expected`. */
  change(
    workspaceId: string,
    planId: string,
    layoutId: LayoutId,
    change: RemarksChange,
    expected: number | null,
  ): Promise<boolean>;
  /** Takes a layout off the list; the layout itself stays until retention finds that nobody uses it. */
  remove(workspaceId: string, planId: string, layoutId: LayoutId, expected: number | null): Promise<EntryRemoval>;
}
