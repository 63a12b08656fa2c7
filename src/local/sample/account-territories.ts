import { cellToParent, latLngToCell } from 'h3-js';
import type { MarketPlace } from './market-places.ts';

/** A territory with its cells, as the API lists it. */
export interface CelledTerritory {
  readonly id: string;
  readonly name: string;
  readonly neighbors: readonly string[];
  readonly cells: readonly string[];
}

/** The territory of each account by its id: that of the one cell among those about its place which the layout has. Accounts outside all cells are left out. */
export function territoriesOf(
  accounts: readonly MarketPlace[],
  territories: readonly CelledTerritory[],
  finest: number,
): Map<string, string> {
  const owners = new Map(territories.flatMap(({ id, cells }) => cells.map((cell) => [cell, id] as const)));
  const found = new Map<string, string>();
  for (const { id, lat, lng } of accounts) {
    const cell = latLngToCell(lat, lng, finest);
    for (let resolution = finest; resolution >= 0; resolution--) {
      const owner = owners.get(cellToParent(cell, resolution));
      if (owner === undefined) continue;
      found.set(id, owner);
      break;
    }
  }
  return found;
}
