import type { Cover } from './market.ts';
import type { ProblemFile } from './problem-file.ts';

export const GROUPS = ['hess', 'dtdp', 'districting', 'market', 'h3'] as const;
export type Group = (typeof GROUPS)[number];

/** A problem to measure the optimizer with. */
export interface Instance {
  readonly group: Group;
  readonly name: string;
  readonly territories: number;
  /** Fraction of the target by which each metric may be off. */
  readonly tolerances: readonly number[];
  /** The objective of the best known layout. */
  readonly best: number | null;
  /** Whether a layout inside the bounds is known: one that is missed is a failure. */
  readonly solvable: boolean;
  /** Whether `--short` takes it. */
  readonly short: boolean;
  /** Makes the input of the solve. Its time is not counted. */
  readonly input: () => SolveInput;
}

/** Units and their edges as they are; or accounts summed by cell, of which the optimizer makes the units itself. */
export type SolveInput =
  | { readonly kind: 'problem'; readonly problem: ProblemFile }
  | {
      readonly kind: 'cells';
      readonly cells: CellProblem;
      /** The units and edges that a cover makes of the cells, worked out anew. */
      readonly problemOf: (cover: Cover) => ProblemFile;
    };

/** Accounts summed by cell, and options, as `LayoutSolve` and `solve_cells` take them. */
export interface CellProblem {
  readonly cells: readonly string[];
  /** Row by row, `[cells][metrics]`; column 0 counts accounts. */
  readonly sums: readonly number[];
  readonly options: Readonly<Record<string, unknown>>;
}
