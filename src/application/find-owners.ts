import type { Cell } from '../domain/cell.ts';
import { cellNumber, cellText } from '../domain/cell-number.ts';
import type { LayoutId } from '../domain/layout.ts';
import { leafOf } from '../domain/leaf-table.ts';
import { finestCellOf, type Place } from './find-owner.ts';
import { getLayoutLeaves } from './get-layout.ts';
import type { Ports } from './ports.ts';

/** Who owns one of many places. */
export interface PlaceOwner {
  readonly territoryId: string;
  /** The leaf that holds the place. */
  readonly cell: Cell;
}

/** The owners of many places in their order, null for those outside of the cover. Throws `not-found`. */
export async function findOwners(
  ports: Ports,
  workspaceId: string,
  layoutId: LayoutId,
  places: readonly Place[],
): Promise<(PlaceOwner | null)[]> {
  const { layout, leaves } = await getLayoutLeaves(ports, workspaceId, layoutId);
  return places.map((place) => {
    const leaf = leafOf(leaves.cells, cellNumber(finestCellOf(place, layout.resolution.finest)));
    const cell = leaves.cells[leaf];
    const territory = layout.territories[leaves.territories[leaf] ?? -1];
    return cell === undefined || territory === undefined ? null : { territoryId: territory.id, cell: cellText(cell) };
  });
}
