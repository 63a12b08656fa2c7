import type { Cell } from './cell.ts';

/** What becomes of accounts that no territory of an import has. */
export const GAP_CHOICES = ['nearest', 'own-territory', 'refuse'] as const;
export type GapChoice = (typeof GAP_CHOICES)[number];

/** Accounts, cells and values that an import names. */
export const NAMED_IN_IMPORT = 100;
/** Disputes that an import tells, cells of each, and bytes of them all: they are in one row with much else. */
export const MAX_DISPUTES = 200;
export const MAX_DISPUTED_CELLS = 1_000;
export const MAX_DISPUTES_BYTES = 500_000;
/** Territories of one dispute that are told apart: more that have the same accounts are not. */
export const MAX_DISPUTING = 20;

/** The territory that takes accounts of no territory where they get one of their own. */
export const UNASSIGNED = 'unassigned';

/** Where territories came from that were drawn elsewhere, and how well cells could represent them. */
export interface Imported {
  readonly from: 'geojson' | 'csv' | 'json';
  /** What says whose an account is: the polygon that holds it, its own row, or its value of an attribute. */
  readonly by: 'polygon' | 'account' | 'key';
  /** That attribute. */
  readonly key: string | null;
  readonly gaps: GapChoice;
  /** Territories of the file. */
  readonly territories: number;
  /** Rep by territory, as the file says. */
  readonly reps: Readonly<Record<string, string>>;
  readonly representation: Representation;
  /** Accounts and places of the file that are still disputed: what is settled is taken out. */
  readonly disputes: readonly Dispute[];
  /** Disputes that are too many to be told, and their accounts; absent: none. */
  readonly untold?: { readonly disputes: number; readonly accounts: number };
}

/** How well the cells of a layout represent the territories of a file. */
export interface Representation {
  /** Accounts whose cell is in a territory that the file gives them. */
  readonly accountsExact: number;
  /** Accounts that share a cell of the finest resolution with more accounts of another territory. */
  readonly accountsElsewhere: number;
  /** The first 100 cells in which accounts of several territories lie, and how many there are. */
  readonly choices: { readonly count: number; readonly cells: readonly Cell[] };
  /** Accounts of no territory, the first 100 by name. */
  readonly gap: { readonly accounts: number; readonly accountIds: readonly string[] };
  /** Accounts of several territories, the first 100 by name; the territory that the file names first has them. */
  readonly overlap: { readonly accounts: number; readonly accountIds: readonly string[] };
  /** Rows of the file whose account or value no account of the plan has, the first 100 by name. */
  readonly unknown: { readonly rows: number; readonly values: readonly string[] };
  /** Share of the polygons' surface that is in cells of their territories; null where there are none. */
  readonly shareOfSurface: number | null;
  /** Up to ten territories of whose polygon least is in cells of theirs. */
  readonly worst: readonly { readonly territoryId: string; readonly share: number }[];
}

/** Accounts and cells that no territory of a file has, or several. */
export interface Dispute {
  readonly kind: 'gap' | 'overlap';
  /** Of an overlap the territories that have them, the first 20; of a gap the one that got them. */
  readonly territoryIds: readonly string[];
  /** Accounts in all, of which the first 100 are named. */
  readonly accounts: number;
  readonly accountIds: readonly string[];
  /** The leaves that are disputed, the first 1,000. */
  readonly cells: readonly Cell[];
  /** How many more there are; absent: none. */
  readonly moreCells?: number;
}
