import type { Balance } from '../domain/balance.ts';
import { type Hierarchy, type HierarchyViolation, ownersAtLevel, type Tree } from '../domain/hierarchy.ts';
import type { Layout, LayoutId } from '../domain/layout.ts';
import { placeTree } from '../domain/place-tree.ts';
import type { CountedLevel } from '../domain/read-levels.ts';
import { settled } from '../domain/settle-sums.ts';
import { piecesOfLayout } from '../domain/territory-pieces.ts';
import { topDownTree } from '../domain/top-down.ts';
import type { MadeLayout } from './derived-layout.ts';
import { figure, percent } from './describe-violation.ts';
import { keepHierarchy } from './keep-hierarchy.ts';
import type { Ports } from './ports.ts';

/** The tree that a request for a layout has made before, or null. */
export async function findTopDownTree(
  { hierarchies }: Ports,
  workspaceId: string,
  layoutId: LayoutId,
  connected: readonly string[],
): Promise<Hierarchy | null> {
  for (let cursor: string | null = null; ; ) {
    const { items, next } = await hierarchies.list(workspaceId, layoutId, { cursor, limit: 100 });
    const known = items.find(
      (one) => one.origin.kind === 'solved-top-down' && one.connected.join('\n') === connected.join('\n'),
    );
    if (known !== undefined) return hierarchies.find(workspaceId, known.hierarchyId);
    if (next === null) return null;
    cursor = next;
  }
}

/** Makes the tree of a layout that was solved so. What its nodes do not keep is told by the hierarchy itself. Throws `not-found` where the same was asked at the same time, and is there already. */
export async function growTopDownTree(
  ports: Ports,
  workspaceId: string,
  { layout, leaves }: MadeLayout,
  levels: readonly CountedLevel[],
  connected: readonly string[],
): Promise<Hierarchy> {
  const { balance, seed, effort, engine } = layout;
  const tree = topDownTree(levels, connected);
  const ids = layout.territories.map(({ id }) => id);
  const { parents, broken } = placeTree(tree, piecesOfLayout(layout, leaves), ids);
  const counts = levels.map(({ count }) => count);
  const origin = { kind: 'solved-top-down', counts, balance, seed, effort, engine } as const;
  const violations = [...unevenNodes(layout, tree, balance), ...broken.values()];
  const made = await keepHierarchy(ports, workspaceId, { layout, tree, parents, origin, violations });
  return made.hierarchy;
}

/** Nodes that have more or less than their share. */
function unevenNodes({ territories, totals }: Layout, tree: Tree, balance: Balance): HierarchyViolation[] {
  const sums = tree.parents.map(() => new Map<string, number>());
  const sizes = tree.parents.map(() => 0);
  tree.levels.forEach((_, level) => {
    ownersAtLevel(tree, level).forEach((owner, at) => {
      sizes[owner] = (sizes[owner] ?? 0) + 1;
      for (const metric of Object.keys(balance)) {
        sums[owner]?.set(metric, (sums[owner]?.get(metric) ?? 0) + (territories[at]?.sums[metric] ?? 0));
      }
    });
  });
  return tree.parents.flatMap(({ id, level: at }, position) =>
    Object.entries(balance).flatMap(([metric, tolerance]): HierarchyViolation[] => {
      const target = ((totals.sums[metric] ?? 0) * (sizes[position] ?? 0)) / territories.length;
      const sum = settled(sums[position]?.get(metric) ?? 0);
      const deviation = target === 0 ? 0 : Math.abs(sum - target) / target;
      if (deviation <= tolerance * (1 + 1e-9)) return [];
      const [level = '', off, allowed] = [tree.levels[at], percent(deviation), percent(tolerance)];
      return [
        {
          ...{ kind: 'outside-tolerance', level, nodeId: id, metric },
          detail: `${metric} of ${id}: ${figure(sum)} against an equal share of ${figure(target)}, ${off} off where ${allowed} is allowed`,
          remedy: `widen the tolerance of ${metric}, ask for another count of ${level}, or search longer with effort=best`,
        },
      ];
    }),
  );
}
