import { cellToLatLng } from 'h3-js';
import { expect } from 'vitest';
import { ancestorAt, cellNumber, cellText, resolutionOf } from '../../src/domain/cell-number.ts';
import type { Edit, EditPlaces } from '../../src/domain/edit.ts';
import { parsePolygon, polygonHolds } from '../../src/domain/geo-polygon.ts';
import { heldBy, type KnownAccount, type Whole } from './recounted.ts';

/** Expects an edit to tell exactly the territories whose leaves are others than before, and that the edits that were sent speak of all of these. */
export function expectTouched(
  before: Whole,
  after: Whole,
  edits: readonly Edit[],
  accounts: readonly KnownAccount[],
): void {
  const [old, now] = [heldBy(before), heldBy(after)];
  const touched = new Set(after.layout.edit?.touched);
  for (const id of new Set([...old.keys(), ...now.keys()])) {
    expect([id, touched.has(id)]).toEqual([id, old.get(id) !== now.get(id)]);
  }
  const named = territoriesOf(before, after, edits, accounts);
  expect([...touched].filter((id) => !named.has(id))).toEqual([]);
}

/** Territories that edits can give something to or take it from: those that they name, those that are new, those that hold what they give away, and those that take over. */
function territoriesOf(
  before: Whole,
  after: Whole,
  edits: readonly Edit[],
  accounts: readonly KnownAccount[],
): Set<string> {
  const old = new Set(before.layout.territories.map(({ id }) => id));
  const named = new Set<string>();
  const add = (ids: Iterable<string>) => {
    for (const id of ids) named.add(id);
  };
  for (const edit of edits) {
    if (edit.kind === 'merge') add(edit.territories);
    else if (edit.kind === 'assign') add([edit.to, ...ownersOf(before, cellsOf(before, edit, accounts))]);
    else if (edit.kind === 'add') add(ownersOf(before, cellsOf(before, edit, accounts)));
    else if (edit.kind !== 'rename') add([edit.territory]);
  }
  if (edits.some(({ kind }) => kind === 'add' || kind === 'split')) {
    add(after.layout.territories.map(({ id }) => id).filter((id) => !old.has(id)));
  }
  // What a dropped territory had by then was of territories that are known by now.
  if (edits.some(({ kind }) => kind === 'drop')) {
    const held = [...before.leaves.cells].filter((_, leaf) => named.has(ownerAt(before, leaf)));
    add(ownersOf(after, held));
  }
  return named;
}

const ownerAt = ({ layout, leaves }: Whole, leaf: number): string =>
  layout.territories[leaves.territories[leaf] ?? -1]?.id ?? '';

function cellsOf({ leaves }: Whole, places: EditPlaces, accounts: readonly KnownAccount[]): bigint[] {
  if (places.cells !== undefined) return places.cells.map(cellNumber);
  if (places.accounts !== undefined) {
    return accounts.filter(({ id }) => places.accounts?.includes(id)).map(({ cell }) => cell);
  }
  const polygon = parsePolygon(JSON.stringify(places.polygon), '');
  return [...leaves.cells].filter((cell) => {
    const [lat, lng] = cellToLatLng(cellText(cell));
    return polygonHolds(polygon, lat, lng);
  });
}

/** Ids of the territories of all leaves that meet any of some cells. */
function ownersOf(whole: Whole, cells: readonly bigint[]): Set<string> {
  const owners = [...whole.leaves.cells].flatMap((leaf, at) =>
    cells.some((cell) => isInside(leaf, cell) || isInside(cell, leaf)) ? [ownerAt(whole, at)] : [],
  );
  return new Set(owners);
}

const isInside = (cell: bigint, around: bigint): boolean =>
  resolutionOf(cell) >= resolutionOf(around) && ancestorAt(cell, resolutionOf(around)) === around;
