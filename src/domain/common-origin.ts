import type { LayoutId } from './layout.ts';

/** That a layout was made from another. */
export interface OriginEdge {
  readonly layoutId: LayoutId;
  readonly originId: LayoutId;
}

/**
 * The nearest layout that two were made from, or that one of them is; null where there is none.
 *
 * Of layouts that both go back to, one from which another of them was made does not count. Where several are left, the one with the fewest steps to both.
 */
export function nearestCommonOrigin(a: LayoutId, b: LayoutId, edges: readonly OriginEdge[]): LayoutId | null {
  const origins = new Map<LayoutId, LayoutId[]>();
  for (const { layoutId, originId } of edges) origins.set(layoutId, [...(origins.get(layoutId) ?? []), originId]);
  const [fromA, fromB] = [stepsBack(a, origins), stepsBack(b, origins)];
  const common = [...fromA.keys()].filter((layoutId) => fromB.has(layoutId));
  // What a common one was made from is common, too: one step from each goes everywhere.
  const farther = new Set(common.flatMap((layoutId) => origins.get(layoutId) ?? []));
  const steps = (layoutId: LayoutId) => (fromA.get(layoutId) ?? 0) + (fromB.get(layoutId) ?? 0);
  const [nearest] = common
    .filter((layoutId) => !farther.has(layoutId))
    .sort((x, y) => steps(x) - steps(y) || (x < y ? -1 : 1));
  return nearest ?? null;
}

/** Steps to a layout itself and to all that it was made from, the nearest first. */
function stepsBack(from: LayoutId, origins: ReadonlyMap<LayoutId, readonly LayoutId[]>): Map<LayoutId, number> {
  const steps = new Map<LayoutId, number>([[from, 0]]);
  // What is added while it goes on is gone through, too.
  for (const [layoutId, count] of steps) {
    for (const origin of origins.get(layoutId) ?? []) if (!steps.has(origin)) steps.set(origin, count + 1);
  }
  return steps;
}
