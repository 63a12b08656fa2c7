import type { Cell } from './cell.ts';

/** Kinds of edits. */
export const editKinds = ['assign', 'merge', 'split', 'add', 'drop', 'rename'] as const;

/** Edits of one request. */
export const MAX_EDITS = 1_000;
/** Cells, or accounts, of one edit. */
export const MAX_EDIT_ITEMS = 20_000;
/** Violations that an edit tells to have brought about. */
export const MAX_BROKE = 100;
/** Territories into which one is split at most. */
export const MAX_PARTS = 20;

/** A GeoJSON Polygon or MultiPolygon as it came. */
export interface EditPolygon {
  readonly type: 'Polygon' | 'MultiPolygon';
  readonly coordinates: readonly unknown[];
}

/** What an edit is about: exactly one of three. */
export interface EditPlaces {
  /** Of any resolution: a coarser cell stands for all leaves inside it, and where one is finer than its leaf the leaf is split. */
  readonly cells?: readonly Cell[];
  /** Ids: their cells at the plan's finest resolution. */
  readonly accounts?: readonly string[];
  /** Leaves whose centers lie inside. */
  readonly polygon?: EditPolygon;
}

/** One change of a layout by hand. Territories are named by their ids. */
export type Edit =
  | ({ readonly kind: 'assign'; readonly to: string } & EditPlaces)
  | {
      readonly kind: 'merge';
      readonly territories: readonly string[];
      readonly into: string;
      readonly name?: string;
    }
  | { readonly kind: 'split'; readonly territory: string; readonly into: number }
  | ({ readonly kind: 'add'; readonly id?: string; readonly name?: string } & EditPlaces)
  | { readonly kind: 'drop'; readonly territory: string }
  | { readonly kind: 'rename'; readonly territory: string; readonly name: string };

/** Edits in the form that is digested and kept: what has no order in ascending order and once each, members in one order. */
export function canonicalEdits(edits: readonly Edit[]): Edit[] {
  return edits.map(canonicalEdit);
}

function canonicalEdit(edit: Edit): Edit {
  switch (edit.kind) {
    case 'assign':
      return { kind: 'assign', to: edit.to, ...canonicalPlaces(edit) };
    case 'add':
      return {
        kind: 'add',
        ...(edit.id !== undefined && { id: edit.id }),
        ...(edit.name !== undefined && { name: edit.name }),
        ...canonicalPlaces(edit),
      };
    case 'merge':
      return {
        kind: 'merge',
        territories: ascending(edit.territories),
        into: edit.into,
        ...(edit.name !== undefined && { name: edit.name }),
      };
    case 'split':
      return { kind: 'split', territory: edit.territory, into: edit.into };
    case 'drop':
      return { kind: 'drop', territory: edit.territory };
    case 'rename':
      return { kind: 'rename', territory: edit.territory, name: edit.name };
  }
}

function canonicalPlaces({ cells, accounts, polygon }: EditPlaces): EditPlaces {
  return {
    ...(cells && { cells: ascending(cells) }),
    ...(accounts && { accounts: ascending(accounts) }),
    ...(polygon && { polygon: { type: polygon.type, coordinates: polygon.coordinates } }),
  };
}

/** Items once each, in ascending order. */
export function ascending<T extends string>(items: readonly T[]): T[] {
  return [...new Set(items)].sort((a, b) => (a < b ? -1 : 1));
}
