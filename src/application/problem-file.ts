import type { Effort, ViolationKind } from '../domain/layout.ts';

/** A problem of any units, as far as it is used here: `optimizer/file/README.md` says what each member is. */
export interface ProblemFile {
  /** Row-major [units][metrics]; the first metric weighs in the moment of inertia. */
  readonly weights: readonly (readonly number[])[];
  readonly lat: readonly number[];
  readonly lng: readonly number[];
  /** Pairs of units that touch. */
  readonly edges: readonly (readonly [number, number])[];
  readonly territories: number;
  /** By metric; null: no bound. */
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
  readonly contiguity: boolean;
  readonly seed: number;
  readonly effort: Effort;
}

/** A problem file that is being solved. Advance until progress is 1, then finish. */
export interface ProblemSolve {
  /** Takes as many steps as `Solve.advance`; answers progress from 0 to 1. */
  advance(): number;
  finish(): ProblemAnswer;
  /** Gives the memory back; call it whatever happened. */
  free(): void;
}

/** What is read of an answer to a problem file. */
export interface ProblemAnswer {
  /** By unit. */
  readonly territory: readonly number[];
  /** Row-major [territories][metrics]. */
  readonly sums: readonly (readonly number[])[];
  readonly deviation: readonly (readonly number[])[];
  /** The first 1,000. */
  readonly violations: readonly ProblemViolation[];
  readonly violation_count: number;
}

export interface ProblemViolation {
  readonly kind: ViolationKind;
  readonly territory?: number;
  readonly unit?: number;
  readonly metric?: number;
  readonly amount?: number;
  readonly remedy: string;
}
