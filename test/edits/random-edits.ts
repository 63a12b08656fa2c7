import { cellToBoundary } from 'h3-js';
import { ancestorAt, cellText, centerChildAt, resolutionOf } from '../../src/domain/cell-number.ts';
import type { Edit, EditPlaces } from '../../src/domain/edit.ts';
import type { KnownAccount, Whole } from './recounted.ts';

/** Draws numbers from 0 to 1. */
export type Random = () => number;

/** One of some things. */
export function pick<T>(random: Random, items: ArrayLike<T>): T {
  return items[Math.floor(random() * items.length)] as T;
}

/** A few edits that a planner could make of a layout, most of which can be carried out. */
export function randomEdits(random: Random, whole: Whole, accounts: readonly KnownAccount[]): Edit[] {
  return Array.from({ length: 1 + Math.floor(random() * 3) }, () => randomEdit(random, whole, accounts));
}

function randomEdit(random: Random, whole: Whole, accounts: readonly KnownAccount[]): Edit {
  const { territories } = whole.layout;
  const [one, other] = [pick(random, territories).id, pick(random, territories).id];
  const kind = random();
  if (kind < 0.5) return { kind: 'assign', to: one, ...randomPlaces(random, whole, accounts) };
  if (kind < 0.6) return { kind: 'merge', territories: [one, other], into: one };
  if (kind < 0.67) return { kind: 'split', territory: one, into: 2 + Math.floor(random() * 2) };
  if (kind < 0.8) return { kind: 'add', ...randomPlaces(random, whole, accounts) };
  if (kind < 0.9) return { kind: 'drop', territory: one };
  return { kind: 'rename', territory: one, name: `Name ${Math.floor(random() * 5)}` };
}

function randomPlaces(random: Random, { layout, leaves }: Whole, accounts: readonly KnownAccount[]): EditPlaces {
  const leaf = pick(random, leaves.cells);
  const own = resolutionOf(leaf);
  const kind = random();
  if (kind < 0.3) return { cells: [cellText(leaf), cellText(pick(random, leaves.cells))] };
  if (kind < 0.45) return { cells: [cellText(ancestorAt(leaf, Math.max(0, own - 1)))] };
  if (kind < 0.65) return { cells: [cellText(centerChildAt(leaf, Math.min(layout.resolution.finest, own + 2)))] };
  if (kind < 0.85) return { accounts: [pick(random, accounts).id, pick(random, accounts).id] };
  return { polygon: { type: 'Polygon', coordinates: [cellToBoundary(cellText(ancestorAt(leaf, own - 1)), true)] } };
}
