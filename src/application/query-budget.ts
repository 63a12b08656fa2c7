import { Failure } from '../domain/failure.ts';

/** Bytes that a bound value of the record holds, with room for what surrounds it. */
const BYTES_PER_VALUE = 1_800_000;

/** Queries that a request may still ask the record for. */
export class QueryBudget {
  #left: number;

  constructor(queries: number) {
    this.#left = queries;
  }

  /** Throws `payload-too-large` where that many are not left. */
  spend(queries: number): void {
    this.#left -= queries;
    if (this.#left >= 0) return;
    throw new Failure('payload-too-large', 'more than one request can store: export the plan with fewer layouts');
  }
}

/** Values that JSON of so many bytes of UTF-8 is stored as, at most: those that follow on each other are together longer than one can be. */
export function valuesOf(bytes: number): number {
  return bytes <= BYTES_PER_VALUE ? 1 : Math.ceil(bytes / (BYTES_PER_VALUE / 2));
}
