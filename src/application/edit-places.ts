import { type CellNumber, cellNumber, cellText, resolutionOf } from '../domain/cell-number.ts';
import { ascending, type EditPlaces } from '../domain/edit.ts';
import { parsePolygon, polygonHolds } from '../domain/geo-polygon.ts';
import type { LayoutDraft } from '../domain/layout-draft.ts';
import { giveLeaves } from '../domain/layout-draft.ts';
import { anyLeafWithin, leafOf, leavesWithin } from '../domain/leaf-table.ts';
import { cellsOfAccounts } from './accounts-inside.ts';
import { blame, type EditWork, neededPlan } from './edit-work.ts';
import { splitForEdit } from './split-for-edit.ts';

/** Gives what an edit is about to a territory. What is wrong is noted, and left out. */
export async function givePlaces(
  work: EditWork,
  draft: LayoutDraft,
  field: string,
  places: EditPlaces,
  to: number,
): Promise<LayoutDraft> {
  const wanted = (await cellsOf(work, draft, field, places)).filter((cell) => !isOwned(draft, cell, to));
  const split = await splitForEdit(work, draft, field, wanted);
  return giveLeaves(
    split,
    wanted.flatMap((cell) => leavesWithin(split.leaves.cells, cell)),
    to,
  );
}

/** Whether a cell lies in a leaf of the territory: nothing has to be split for it. */
function isOwned({ leaves }: LayoutDraft, cell: CellNumber, territory: number): boolean {
  const leaf = leafOf(leaves.cells, cell);
  return leaf >= 0 && leaves.territories[leaf] === territory;
}

async function cellsOf(work: EditWork, draft: LayoutDraft, field: string, places: EditPlaces): Promise<CellNumber[]> {
  const { cells, accounts, polygon } = places;
  if (cells !== undefined) {
    const named = cells.map((cell, at): [string, CellNumber] => [`${field}/cells/${at}`, cellNumber(cell)]);
    return insideOnly(work, draft, named);
  }
  if (accounts !== undefined) return insideOnly(work, draft, await accountCells(work, field, accounts));
  if (polygon === undefined) return [];
  return cellsInPolygon(work, draft, `${field}/polygon`, JSON.stringify(polygon));
}

async function accountCells(work: EditWork, field: string, ids: readonly string[]): Promise<[string, CellNumber][]> {
  const plan = neededPlan(work, `${field}/accounts`);
  work.accountCells ??= await cellsOfAccounts(work.ports, work.workspaceId, plan, work.namedAccounts);
  const cells = work.accountCells;
  const found = ids.flatMap((id, at): [string, CellNumber][] => {
    const cell = cells.get(id);
    if (cell !== undefined) return [[`${field}/accounts/${at}`, cellNumber(cell)]];
    blame(work, `${field}/accounts/${at}`, id, 'is no account of the plan', 'send ids of its accounts as they are now');
    return [];
  });
  work.evidence.push(ascending(ids).flatMap((id) => cells.get(id) ?? []));
  return found;
}

/** Cells that meet the layout and are not finer than its accounts are known. */
function insideOnly(work: EditWork, { leaves }: LayoutDraft, named: readonly [string, CellNumber][]): CellNumber[] {
  const { finest } = work.layout.resolution;
  return named.flatMap(([field, cell]) => {
    if (anyLeafWithin(leaves.cells, cell) < 0) {
      blame(work, field, cellText(cell), 'lies outside of the layout', 'send cells that its territories hold');
      return [];
    }
    if (resolutionOf(cell) > finest && leafOf(leaves.cells, cell) >= 0) {
      const detail = `is finer than ${finest}, the finest resolution of the layout`;
      blame(work, field, cellText(cell), detail, `send cells of resolution ${finest} at most`);
      return [];
    }
    return [cell];
  });
}

function cellsInPolygon(work: EditWork, { leaves }: LayoutDraft, field: string, text: string): CellNumber[] {
  const polygon = parsePolygon(text, field);
  const { box } = polygon;
  const centers = work.centers.of(leaves.cells);
  const inside = Array.from(leaves.cells).filter((_, leaf) => {
    const [lat = 0, lng = 0] = centers.subarray(leaf * 2, leaf * 2 + 2);
    if (lat < box.south || lat > box.north || lng < box.west || lng > box.east) return false;
    return polygonHolds(polygon, lat, lng);
  });
  if (inside.length === 0) {
    blame(work, field, text, 'holds the center of no cell of the layout', 'draw it larger, or send cells');
  }
  return inside;
}
