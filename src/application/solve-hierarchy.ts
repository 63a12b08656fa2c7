import type { Balance } from '../domain/balance.ts';
import type { HierarchyViolation, Parent, Tree } from '../domain/hierarchy.ts';
import type { Effort, Layout, LayoutId } from '../domain/layout.ts';
import type { LeafTable } from '../domain/leaf-table.ts';
import { placeTree } from '../domain/place-tree.ts';
import { type CountedLevel, wrongLevels } from '../domain/read-levels.ts';
import { refuseHierarchy } from '../domain/refuse-hierarchy.ts';
import { centerSums } from '../domain/territory-centers.ts';
import { piecesOfLayout, type TerritoryPieces, touchingOwners } from '../domain/territory-pieces.ts';
import { describeGroupViolation } from './describe-group-violation.ts';
import type { HierarchyOfLayout } from './get-hierarchy.ts';
import { getLayoutLeaves } from './get-layout.ts';
import { type Groupable, groupsOf, groupUnits } from './group-units.ts';
import { keepHierarchy } from './keep-hierarchy.ts';
import { unknownMetrics } from './layout-problem.ts';
import type { Ports } from './ports.ts';

/** What a caller may ask of a tree that is solved from the territories up. */
export interface HierarchyRequest {
  /** The level next to the territories first. */
  readonly levels: readonly CountedLevel[];
  readonly connected: readonly string[];
  /** Every parent of a level gets an equal share, within these tolerances. The first metric weighs in compactness. */
  readonly balance: Balance;
  readonly seed: number;
  readonly effort: Effort;
}

/**
 * Groups the territories of a layout into balanced, compact parents, those into parents of the next level, and so on.
 *
 * What does not hold is told by the hierarchy itself. Errors: `not-found`; `invalid-hierarchy` with levels and metrics that cannot be; `solve-too-long`.
 */
export async function solveHierarchy(
  ports: Ports,
  workspaceId: string,
  layoutId: LayoutId,
  request: HierarchyRequest,
): Promise<HierarchyOfLayout> {
  const { layout, leaves } = await getLayoutLeaves(ports, workspaceId, layoutId);
  const { levels, connected, balance, seed, effort } = request;
  refuseHierarchy([
    ...wrongLevels(levels, connected, layout.territories.length),
    ...unknownMetrics(layout, Object.keys(balance), '/balance'),
  ]);
  const pieces = piecesOfLayout(layout, leaves);
  const { tree, violations } = await groupUp(ports, groupableTerritories(layout, leaves, pieces, balance), request);
  const { parents, broken } = placeTree(
    tree,
    pieces,
    layout.territories.map(({ id }) => id),
  );
  const counts = levels.map(({ count }) => count);
  const origin = { kind: 'solved', counts, balance, seed, effort, engine: ports.optimizer.engine } as const;
  // In pieces is what the leaves say is: a territory may be so itself.
  const others = violations.filter(({ kind }) => kind !== 'not-contiguous');
  return keepHierarchy(ports, workspaceId, {
    layout,
    tree,
    parents,
    origin,
    violations: [...others, ...broken.values()],
  });
}

function groupableTerritories(layout: Layout, leaves: LeafTable, pieces: TerritoryPieces, balance: Balance): Groupable {
  const { territories, metrics } = layout;
  const balanced = Object.keys(balance);
  return {
    ids: territories.map(({ id }) => id),
    sums: territories.map(({ sums }) => balanced.map((name) => sums[name] ?? 0)),
    centers: centerSums(leaves, territories.length, metrics.indexOf(balanced[0] ?? '')),
    touching: touchingOwners(
      pieces,
      territories.map((_, at) => at),
    ),
  };
}

async function groupUp(
  ports: Ports,
  territories: Groupable,
  { levels, connected, balance, seed, effort }: HierarchyRequest,
): Promise<{ tree: Tree; violations: HierarchyViolation[] }> {
  const parents: Parent[] = [];
  const violations: HierarchyViolation[] = [];
  let things = territories;
  let lowest: readonly number[] = [];
  for (const [level, { name, count }] of levels.entries()) {
    const options = {
      count: Math.min(count, things.ids.length),
      balance,
      connected: connected.includes(name),
      seed,
      effort,
    };
    const answer = await groupUnits(ports, things, options);
    // A group that got nothing is no parent: a violation tells of it.
    const held = [...new Set(answer.territory)].sort((a, b) => a - b);
    const ids = held.map((_, at) => `${name}-${at + 1}`);
    const groups = answer.territory.map((group) => held.indexOf(group));
    const idOf = new Map(held.map((group, at) => [group, ids[at] ?? '']));
    const told = { things, options, answer };
    violations.push(...answer.violations.map((one) => describeGroupViolation(one, told, name, idOf)));
    const first = parents.length;
    if (level === 0) lowest = groups;
    else {
      groups.forEach((group, thing) => {
        const at = first - things.ids.length + thing;
        parents[at] = { ...(parents[at] as Parent), parent: first + group };
      });
    }
    parents.push(
      ...ids.map((id, at) => ({ id, name: `${capital(name)} ${at + 1}`, level, parent: null, manager: null })),
    );
    things = groupsOf(things, groups, ids);
  }
  return { tree: { levels: levels.map(({ name }) => name), connected, parents, territories: lowest }, violations };
}

function capital(name: string): string {
  const [first = '', ...rest] = name;
  return first.toUpperCase() + rest.join('');
}
