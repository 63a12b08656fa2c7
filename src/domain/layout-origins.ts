import type { Layout, LayoutId } from './layout.ts';

/** As what a layout was made from another. */
export type OriginRole = 'rebalanced' | 'edited' | 'base' | 'ours' | 'theirs';

/** A layout that another was made from. */
export interface LayoutOrigin {
  readonly layoutId: LayoutId;
  readonly role: OriginRole;
}

/** The layouts that a layout was made from, as it says itself. */
export function originsOf({ rebalance, edit, merge }: Pick<Layout, 'rebalance' | 'edit' | 'merge'>): LayoutOrigin[] {
  return [
    ...(rebalance === undefined ? [] : [{ layoutId: rebalance.from, role: 'rebalanced' as const }]),
    ...(edit === undefined ? [] : [{ layoutId: edit.from, role: 'edited' as const }]),
    ...(merge === undefined
      ? []
      : (['base', 'ours', 'theirs'] as const).map((role) => ({ layoutId: merge[role], role }))),
  ];
}

/** The layout before: that in which what moved was elsewhere; of a merge ours. */
export function layoutBefore({
  rebalance,
  edit,
  merge,
}: Pick<Layout, 'rebalance' | 'edit' | 'merge'>): LayoutId | null {
  return rebalance?.from ?? edit?.from ?? merge?.ours ?? null;
}
