import { cellToLatLng, greatCircleDistance, gridDisk, UNITS } from 'h3-js';
import type { Cell, Resolution } from '../domain/cell.ts';
import { cellAt } from '../domain/cell-at.ts';
import { ancestorAt, cellNumber, cellText, centerChildAt, resolutionOf } from '../domain/cell-number.ts';
import { Failure } from '../domain/failure.ts';
import type { Layout, LayoutId } from '../domain/layout.ts';
import { anyLeafWithin, type LeafTable } from '../domain/leaf-table.ts';
import { getLayout } from './get-layout.ts';
import type { Ports } from './ports.ts';

/** Rings of base cells about a place outside of the cover in which the nearest territory is looked for. */
const SEARCHED_RINGS = 12;

/** A place: a point, or a cell, which stands for its center. */
export type Place = { readonly latDeg: number; readonly lngDeg: number } | { readonly cell: Cell };

/** Who owns a place. */
export interface Owner {
  readonly layoutId: LayoutId;
  readonly territory: { readonly id: string; readonly name: string };
  /** The leaf that holds the place. */
  readonly cell: Cell;
}

/** The territory that owns a place. Throws `not-found`; `outside-cover` with the nearest territory where one is near. */
export async function findOwner(ports: Ports, workspaceId: string, layoutId: LayoutId, place: Place): Promise<Owner> {
  const layout = await getLayout(ports, workspaceId, layoutId);
  const { finest } = layout.resolution;
  const finestCell = finestCellOf(place, finest);
  const chain = Array.from({ length: finest + 1 }, (_, steps) =>
    cellText(ancestorAt(cellNumber(finestCell), finest - steps)),
  );
  const leaf = await ports.layouts.findLeaf(workspaceId, layoutId, chain);
  const territory = leaf && layout.territories[leaf.territory];
  if (!leaf || !territory) throw await outsideCover(ports, workspaceId, layout, finestCell);
  return { layoutId, territory: { id: territory.id, name: territory.name }, cell: leaf.cell };
}

/** The cell at the finest resolution of a layout that stands for a place. */
export function finestCellOf(place: Place, finest: Resolution): Cell {
  if (!('cell' in place)) return cellAt(place.latDeg, place.lngDeg, finest);
  const cell = cellNumber(place.cell);
  return cellText(resolutionOf(cell) > finest ? ancestorAt(cell, finest) : centerChildAt(cell, finest));
}

/** The failure of a place that no leaf of a layout holds: it names the nearest territory where one is near. */
export async function outsideCover(ports: Ports, workspaceId: string, layout: Layout, cell: Cell): Promise<Failure> {
  return outsideCoverOf(layout, await ports.layouts.leaves(workspaceId, layout), cell);
}

/** The same where the leaves are at hand. */
export function outsideCoverOf(layout: Layout, leaves: LeafTable | null, cell: Cell): Failure {
  const near = leaves && findNearest(layout, leaves, cell);
  if (!near) return new Failure('outside-cover', 'no territory of the layout holds this place, nor is one near');
  const { territory, distanceKm } = near;
  return new Failure(
    'outside-cover',
    `no territory of the layout holds this place; the nearest is ${territory.id} (${territory.name}), some ${distanceKm} km away`,
    [],
    0,
    { nearest: { territory: { id: territory.id, name: territory.name }, distanceKm } },
  );
}

/** Looks outward ring by ring of base cells; the first ring that meets the cover has the nearest, to about one cell. */
function findNearest({ resolution, territories }: Layout, leaves: LeafTable, cell: Cell) {
  const origin = cellText(ancestorAt(cellNumber(cell), resolution.base));
  for (const nearby of gridDisk(origin, SEARCHED_RINGS)) {
    const leaf = anyLeafWithin(leaves.cells, cellNumber(nearby as Cell));
    const number = leaves.cells[leaf];
    const territory = territories[leaves.territories[leaf] ?? 0];
    if (number === undefined || territory === undefined) continue;
    const km = greatCircleDistance(cellToLatLng(cell), cellToLatLng(cellText(number)), UNITS.km);
    return { territory, distanceKm: Number(km.toPrecision(2)) };
  }
  return null;
}
