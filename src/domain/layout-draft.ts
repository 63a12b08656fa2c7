import type { Layout, Territory } from './layout.ts';
import { type LeafTable, pickLeaves } from './leaf-table.ts';

/** A territory of a draft. Positions stay when one is gone. */
export interface DraftTerritory {
  readonly id: string;
  readonly name: string;
  readonly gone: boolean;
}

/** A layout that is being made by hand. */
export interface LayoutDraft {
  readonly territories: readonly DraftTerritory[];
  /** Territories are positions in `territories`. */
  readonly leaves: LeafTable;
}

/** A draft that is a layout as it is. */
export function draftOf({ territories }: Layout, leaves: LeafTable): LayoutDraft {
  return { territories: territories.map(({ id, name }) => ({ id, name, gone: false })), leaves };
}

/** Position of a territory that there is, or -1. */
export function positionOfTerritory({ territories }: LayoutDraft, id: string): number {
  return territories.findIndex((territory) => territory.id === id && !territory.gone);
}

/** Gives leaves to a territory. */
export function giveLeaves(draft: LayoutDraft, leaves: Iterable<number>, territory: number): LayoutDraft {
  const territories = draft.leaves.territories.slice();
  for (const leaf of leaves) territories[leaf] = territory;
  return { ...draft, leaves: { ...draft.leaves, territories } };
}

/** Changes a territory at a position. */
export function changeTerritory(draft: LayoutDraft, position: number, change: Partial<DraftTerritory>): LayoutDraft {
  const territories = draft.territories.map((own, at) => (at === position ? { ...own, ...change } : own));
  return { ...draft, territories };
}

/** Positions of the leaves of a territory. */
export function leavesOfTerritory({ leaves }: LayoutDraft, position: number): number[] {
  return Array.from(leaves.territories.keys()).filter((leaf) => leaves.territories[leaf] === position);
}

/** The draft without territories that are gone: none of them has a leaf. */
export function settleDraft({ territories, leaves }: LayoutDraft): LayoutDraft {
  const kept = territories.filter(({ gone }) => !gone);
  const place = Uint32Array.from(territories, (territory) => Math.max(0, kept.indexOf(territory)));
  return {
    territories: kept,
    leaves: { ...leaves, territories: leaves.territories.map((territory) => place[territory] ?? 0) },
  };
}

/** Territories of a layout whose leaves, and their sums, are the same in a draft, by id. */
export function untouchedTerritories(
  layout: Layout,
  before: LeafTable,
  { territories, leaves }: LayoutDraft,
): Map<string, Territory> {
  const rowsOf = (table: LeafTable): number[][] => {
    const rows: number[][] = [];
    table.territories.forEach((territory, leaf) => {
      const own = rows[territory];
      if (own === undefined) rows[territory] = [leaf];
      else own.push(leaf);
    });
    return rows;
  };
  const [old, now] = [rowsOf(before), rowsOf(leaves)];
  const places = new Map(territories.map(({ id }, position) => [id, position]));
  const untouched = layout.territories.filter(({ id }, position) => {
    const place = places.get(id);
    return place !== undefined && sameRows(before, old[position] ?? [], leaves, now[place] ?? []);
  });
  return new Map(untouched.map((territory) => [territory.id, territory]));
}

/** Both tables are ascending. */
function sameRows(a: LeafTable, inA: readonly number[], b: LeafTable, inB: readonly number[]): boolean {
  if (inA.length !== inB.length) return false;
  if (inA.some((leaf, at) => a.cells[leaf] !== b.cells[inB[at] ?? 0])) return false;
  const [sums, others] = [pickLeaves(a, inA).sums, pickLeaves(b, inB).sums];
  return sums.every((sum, at) => sum === others[at]);
}
