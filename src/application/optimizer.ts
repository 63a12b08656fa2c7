import type { Resolution } from '../domain/cell.ts';
import type { LeafTable } from '../domain/leaf-table.ts';
import type { CellSums } from './cell-sums.ts';
import type { LeafLinks } from './leaf-links.ts';
import type { OutlineRequest, Outlines } from './outlines.ts';
import type { ProblemFile, ProblemSolve } from './problem-file.ts';
import type { Solve, SolveInput } from './solve.ts';
import type { SolveReport } from './solve-report.ts';

/** The Rust optimizer. */
export interface Optimizer {
  /** Name and version: part of every layout's id. */
  readonly engine: string;
  /** Steps that one call of `Solve.advance` takes. */
  readonly stepsPerAdvance: number;
  /** Builds cover and units. Throws `invalid-problem` where no layout can exist, for example fewer units than territories. */
  startSolve(input: SolveInput): Solve;
  /** The resolution of the coarsest leaves that a solve would have. Throws as `startSolve`. */
  chooseBase(input: SolveInput): Resolution;
  /** Goes on with what `Solve.save` gave of the same input, by the same engine, to the same result. */
  resumeSolve(input: SolveInput, search: Uint8Array): Solve;
  /** Begins to solve a problem file. Throws `invalid-problem` where it is refused. */
  startProblem(problem: ProblemFile): ProblemSolve;
  /** Judges and measures a layout as it is given, without a search. */
  measureLayout(input: MeasureInput): MeasureReport;
  /** Which leaves touch, islands joined: first where the links say so. */
  joinLeaves(leaves: LeafTable, links: LeafLinks): LeafGraph;
  /** Draws owners' outlines at one resolution, as RFC 7946 multipolygons, cut at the antimeridian. */
  drawOutlines(request: OutlineRequest): Outlines;
}

/** A layout to be measured. Its units are all its leaves: an empty one counts where a territory must be in one piece. */
export interface MeasureInput {
  readonly leaves: LeafTable;
  /** Territories in all; some may be empty. */
  readonly territories: number;
  /** Per metric: fraction of the target, or null where the metric is not balanced. */
  readonly tolerances: readonly (number | null)[];
  /** Row-major [territories][metrics]; null: equal shares. */
  readonly targets: Float64Array | null;
  /** Position of the metric that weighs in the moment of inertia. */
  readonly weightMetric: number;
  /** Resolutions at which outlines are measured: those of the layout. */
  readonly resolution: { readonly base: number; readonly finest: number };
  /** Sums of finer cells, where they are known: a leaf stands where their weighted mean is, any other in its center. */
  readonly finer: Pick<CellSums, 'cells' | 'sums'> | null;
  readonly links: LeafLinks;
}

/** What the optimizer says of a layout that it was given. */
export type MeasureReport = Pick<
  SolveReport,
  'feasible' | 'units' | 'momentOfInertia' | 'territories' | 'violations' | 'islands'
>;

/** Leaves that touch, in compressed rows: the neighbours of leaf i are `neighbors[start[i]]` to `neighbors[start[i + 1]]`, ascending. */
export interface LeafGraph {
  readonly start: Uint32Array;
  readonly neighbors: Uint32Array;
}
