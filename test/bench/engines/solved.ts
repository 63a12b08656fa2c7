/** What an engine made of an input. */
export interface Solved {
  /** `[n]`, by unit of the problem, or by leaf of `cover`. */
  readonly territory: readonly number[];
  /** Where the optimizer made the units itself. */
  readonly cover: {
    readonly leaves: readonly string[];
    readonly islands: readonly (readonly [string, string])[];
  } | null;
  /** What it says of its own answer, to be checked. */
  readonly claims: { readonly feasible: boolean; readonly objective: number };
  readonly bound: { readonly value: number; readonly kind: string } | null;
  readonly steps: number;
  /** From the problem in memory to the layout: the lesser of wall clock and processor time, so that other work on the machine does not count. */
  readonly seconds: number;
  /** The least of it and of the same solved again, for which wasm has compiled its code. */
  readonly warmSeconds: number;
  /** The whole memory of the instance at the end; null where it is not known. */
  readonly memoryMiB: number | null;
}

/** The answer document of `npm run solve`. */
export interface Answer {
  readonly territory: readonly number[];
  readonly feasible: boolean;
  readonly objective: number;
  readonly bound: number | null;
  readonly bound_kind: string | null;
  readonly steps: number;
}

/** An answer as what was solved. */
export function solvedFrom(answer: Answer, seconds: number, warmSeconds: number, memoryMiB: number | null): Solved {
  const { territory, feasible, objective, bound, bound_kind, steps } = answer;
  return {
    territory,
    cover: null,
    claims: { feasible, objective },
    bound: typeof bound === 'number' ? { value: bound, kind: bound_kind ?? '' } : null,
    steps,
    seconds,
    warmSeconds,
    memoryMiB,
  };
}
