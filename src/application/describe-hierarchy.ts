import type { Hierarchy, Manager, PlacedParent } from '../domain/hierarchy.ts';
import { ownersAtLevel } from '../domain/hierarchy.ts';
import type { Layout } from '../domain/layout.ts';
import { settled } from '../domain/settle-sums.ts';

type ByMetric = Readonly<Record<string, number>>;

/** A parent with what it adds up to. */
export interface MeasuredParent {
  readonly id: string;
  readonly name: string;
  readonly level: string;
  readonly parent: string | null;
  readonly manager: Manager | null;
  /** Ids of what is next below: parents, at the lowest level territories. */
  readonly children: readonly string[];
  /** Ids of all territories below. */
  readonly territories: readonly string[];
  readonly sums: ByMetric;
  /** The layout's totals, shared by number of territories. */
  readonly targets: ByMetric;
  /** `abs(sum - target) / target` per metric; 0 where the target is 0. */
  readonly deviations: ByMetric;
  readonly areaKm2: number;
  readonly pieces: number;
  readonly neighbors: readonly string[];
}

/** Measures the parents of a hierarchy, of one level (its position) or of all. All follow from the layout. */
export function measureParents(hierarchy: Hierarchy, layout: Layout, level: number | null = null): MeasuredParent[] {
  const { parents, levels } = hierarchy;
  const below = territoriesBelow(hierarchy);
  const children = childrenOf(hierarchy, layout);
  return parents.flatMap((parent, at) =>
    level === null || parent.level === level
      ? [measure(hierarchy, layout, parent, levels[parent.level] ?? '', below[at] ?? [], children[at] ?? [])]
      : [],
  );
}

function measure(
  { parents }: Hierarchy,
  { metrics, totals, territories }: Layout,
  parent: PlacedParent,
  level: string,
  below: readonly number[],
  children: readonly string[],
): MeasuredParent {
  const own = below.flatMap((at) => territories[at] ?? []);
  const byMetric = (value: (name: string) => number) =>
    Object.fromEntries(metrics.map((name) => [name, value(name)] as const));
  const sums = byMetric((name) => settled(own.reduce((sum, territory) => sum + (territory.sums[name] ?? 0), 0)));
  const targets = byMetric((name) => settled(((totals.sums[name] ?? 0) * own.length) / territories.length));
  const deviations = byMetric((name) => {
    const target = targets[name] ?? 0;
    return target === 0 ? 0 : Math.abs((sums[name] ?? 0) - target) / target;
  });
  return {
    id: parent.id,
    name: parent.name,
    level,
    parent: parent.parent === null ? null : (parents[parent.parent]?.id ?? null),
    manager: parent.manager,
    children,
    territories: own.map(({ id }) => id),
    sums,
    targets,
    deviations,
    areaKm2: own.reduce((sum, territory) => sum + territory.areaKm2, 0),
    pieces: parent.pieces,
    neighbors: parent.neighbors.flatMap((at) => parents[at]?.id ?? []),
  };
}

/** Positions of the territories below each parent, ascending. */
function territoriesBelow(hierarchy: Hierarchy): number[][] {
  const below: number[][] = hierarchy.parents.map(() => []);
  hierarchy.levels.forEach((_, level) => {
    ownersAtLevel(hierarchy, level).forEach((owner, territory) => {
      below[owner]?.push(territory);
    });
  });
  return below;
}

function childrenOf({ parents, territories }: Hierarchy, layout: Layout): string[][] {
  const children: string[][] = parents.map(() => []);
  territories.forEach((parent, at) => {
    children[parent]?.push(layout.territories[at]?.id ?? '');
  });
  for (const { id, parent } of parents) if (parent !== null) children[parent]?.push(id);
  return children;
}
