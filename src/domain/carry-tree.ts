import { cellArea } from 'h3-js';
import { cellText } from './cell-number.ts';
import { type Carried, MAX_NAMED, type Tree } from './hierarchy.ts';
import type { Layout } from './layout.ts';
import { type LeafTable, ownerLeafOf } from './leaf-table.ts';

/** A layout and all its leaves. */
export interface LayoutLeaves {
  readonly layout: Layout;
  readonly leaves: LeafTable;
}

/** A tree on another layout, and what was decided for it. */
export interface CarriedTree {
  readonly tree: Tree;
  readonly decided: Carried;
  /** Ids of new territories that have neither surface nor neighbours in common with the old layout. */
  readonly homeless: readonly string[];
  /** Ids of parents that have no child any more. */
  readonly childless: readonly string[];
}

/** Carries a tree to another layout: territories stay under their parents by id, new ones go where most of their surface was, or else most neighbours are. */
export function carryTree(tree: Tree, from: LayoutLeaves, to: LayoutLeaves): CarriedTree {
  const before = new Map(from.layout.territories.map(({ id }, at) => [id, tree.territories[at] ?? -1]));
  const territories = to.layout.territories.map(({ id }) => before.get(id) ?? -1);
  const added = territories.flatMap((parent, at) => (parent < 0 ? [at] : []));
  const decisions = new Map<number, 'overlap' | 'neighbors'>();
  const put = (at: number, parent: number, by: 'overlap' | 'neighbors') => {
    if (parent < 0) return;
    territories[at] = parent;
    decisions.set(at, by);
  };
  const surface = surfaceByParent(tree, from, to, new Set(added));
  for (const at of added) put(at, mostOf(surface.get(at)), 'overlap');
  settleByNeighbors(to.layout, territories, put);
  const ids = new Set(to.layout.territories.map(({ id }) => id));
  const dropped = from.layout.territories.flatMap(({ id }) => (ids.has(id) ? [] : [id]));
  const idOf = (at: number) => to.layout.territories[at]?.id ?? '';
  const placed = [...decisions].sort(([a], [b]) => a - b);
  return {
    tree: { ...tree, territories },
    decided: {
      kept: territories.length - added.length,
      added: placed.slice(0, MAX_NAMED).map(([at, by]) => {
        return { territoryId: idOf(at), nodeId: tree.parents[territories[at] ?? -1]?.id ?? '', by };
      }),
      addedCount: placed.length,
      dropped: dropped.slice(0, MAX_NAMED),
      droppedCount: dropped.length,
    },
    homeless: territories.flatMap((parent, at) => (parent < 0 ? [idOf(at)] : [])),
    childless: childless(tree, territories),
  };
}

/** km2 of each wanted territory by the parent that had it, in the old layout. */
function surfaceByParent(tree: Tree, from: LayoutLeaves, to: LayoutLeaves, wanted: ReadonlySet<number>) {
  const surface = new Map<number, Map<number, number>>();
  if (wanted.size === 0) return surface;
  const note = (territory: number, old: number, cell: bigint) => {
    const parent = tree.territories[from.leaves.territories[old] ?? 0] ?? -1;
    const own = surface.get(territory) ?? new Map<number, number>();
    own.set(parent, (own.get(parent) ?? 0) + cellArea(cellText(cell), 'km2'));
    surface.set(territory, own);
  };
  to.leaves.cells.forEach((cell, leaf) => {
    const territory = to.leaves.territories[leaf] ?? 0;
    if (!wanted.has(territory)) return;
    const old = ownerLeafOf(from.leaves.cells, cell);
    if (old >= 0) note(territory, old, cell);
  });
  return surface;
}

/** Puts what is left under the parent of most neighbours, again and again while that finds any. */
function settleByNeighbors(
  { territories: all }: Layout,
  territories: readonly number[],
  put: (at: number, parent: number, by: 'neighbors') => void,
): void {
  const position = new Map(all.map(({ id }, at) => [id, at]));
  for (let found = true; found; ) {
    found = false;
    const lost = territories.flatMap((parent, at) => (parent < 0 ? [at] : []));
    for (const at of lost) {
      const counts = new Map<number, number>();
      for (const id of all[at]?.neighbors ?? []) {
        const parent = territories[position.get(id) ?? -1] ?? -1;
        if (parent >= 0) counts.set(parent, (counts.get(parent) ?? 0) + 1);
      }
      const parent = mostOf(counts);
      put(at, parent, 'neighbors');
      found ||= parent >= 0;
    }
  }
}

/** The parent with the most, of several the first; -1 where there is none. */
function mostOf(amounts: ReadonlyMap<number, number> = new Map()): number {
  const [first] = [...amounts].sort(([a, most], [b, other]) => other - most || a - b);
  return first?.[0] ?? -1;
}

function childless({ parents }: Tree, territories: readonly number[]): string[] {
  const above = new Set(territories);
  parents.forEach(({ parent }, at) => {
    if (parent !== null && above.has(at)) above.add(parent);
  });
  return parents.flatMap(({ id }, at) => (above.has(at) ? [] : [id]));
}
