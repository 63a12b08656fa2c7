/** A pair of units that touch. */
export type Edge = readonly [number, number];

/** A problem as `npm run solve` reads it: the part of the format that the public instances use. */
export interface ProblemFile {
  readonly territories: number;
  /** `[n][m]`; column 0 weighs in the objective. */
  readonly weights: readonly (readonly number[])[];
  readonly edges: readonly Edge[];
  /** `[n]`, metres on a plane. */
  readonly x_m?: readonly number[];
  readonly y_m?: readonly number[];
  /** `[n]`, degrees; instead of `x_m` and `y_m`. */
  readonly lat?: readonly number[];
  readonly lng?: readonly number[];
  /** `[m]`, or `[k][m]` where territories differ. */
  readonly lower: Bounds;
  readonly upper: Bounds;
  /** Absent: moment of inertia about the weighted centroid. */
  readonly objective?: 'hess_integer_km';
}

export type Bounds = readonly number[] | readonly (readonly number[])[];

/** The bounds of one territory. */
export function boundsOf(bounds: Bounds, territory: number): readonly number[] {
  const row = bounds[territory];
  return typeof row === 'object' ? row : (bounds as readonly number[]);
}

/** Bounds at an equal share of each total, give or take a fraction per metric. */
export function equalShares(
  weights: ProblemFile['weights'],
  territories: number,
  tolerances: readonly number[],
): { lower: number[]; upper: number[] } {
  const targets = tolerances.map(
    (_, metric) => weights.reduce((sum, row) => sum + (row[metric] ?? 0), 0) / territories,
  );
  const at = (sign: number) => targets.map((target, metric) => target * (1 + sign * (tolerances[metric] ?? 0)));
  return { lower: at(-1), upper: at(1) };
}
