import type { Resolution } from '../domain/cell.ts';
import type { Effort } from '../domain/layout.ts';
import type { LeafTable } from '../domain/leaf-table.ts';
import type { CellSums } from './cell-sums.ts';
import type { LeafLinks } from './leaf-links.ts';
import type { SolveReport } from './solve-report.ts';

/** A solve under way. Advance until progress is 1, then finish. */
export interface Solve {
  /** Takes some steps (some tens of milliseconds); answers progress from 0 to 1. */
  advance(): number;
  /** The search as bytes, less than 1 MiB. Takes a few more steps first, as far as where it can be left. */
  save(): Uint8Array;
  finish(): SolveResult;
  /** Gives the memory back; call it whatever happened. */
  free(): void;
}

export interface SolveInput {
  readonly cells: Pick<CellSums, 'cells' | 'metrics' | 'sums'>;
  /** Leaves are never finer: the resolution of `cells`. */
  readonly finestResolution: Resolution;
  readonly options: SolveOptions;
  /** Today's layout: the new cover is nowhere coarser, and what leaves its territory is a move. Leaves without territories are kept, and nothing is a move. */
  readonly current?: Pick<LeafTable, 'cells' | 'territories'>;
  /** A layout whose borders are followed: the new cover is nowhere coarser, where it has no fixed resolution. `weight` is above 0, at most 1. */
  readonly follow?: Pick<LeafTable, 'cells' | 'territories'> & { readonly weight: number };
}

export interface SolveOptions {
  readonly territories: number;
  /** Per metric of `CellSums.metrics`: fraction of the target, or null where the metric is not balanced. */
  readonly tolerances: readonly (number | null)[];
  /** Position of the metric that weighs in the moment of inertia. */
  readonly weightMetric: number;
  readonly seed: number;
  readonly effort: Effort;
  /** Base of the cover; null: chosen. */
  readonly baseResolution: Resolution | null;
  /** False: one fixed resolution, no leaf is split. */
  readonly split: boolean;
  /** A cell heavier than this share of a territory's target is split. */
  readonly splitShare: number;
  /** Gaps up to this distance are filled; null: four spacings of the base. */
  readonly fillDistanceKm: number | null;
  /** With `current`: at most this share of the metric's total may change its territory. */
  readonly budget: { readonly metric: number; readonly share: number } | null;
  /** With `current`: the cover is of its leaves alone, of which heavy ones are split, and pieces that touch nowhere are joined here only. */
  readonly onlyKept?: LeafLinks;
}

export interface SolveResult {
  readonly report: SolveReport;
  readonly leaves: LeafTable;
}
