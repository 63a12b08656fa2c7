import type { ProblemAnswer, ProblemSolve } from '../application/problem-file.ts';
import type { InstanceKeeper, KeptSolve } from './instance-keeper.ts';
import type { ProblemSolve as Handle } from './load-optimizer.ts';

/** A problem file that is being solved in an instance. */
export class WasmProblemSolve implements ProblemSolve {
  readonly #keeper: InstanceKeeper;
  readonly #kept: KeptSolve<Handle>;

  constructor(keeper: InstanceKeeper, kept: KeptSolve<Handle>) {
    this.#keeper = keeper;
    this.#kept = kept;
  }

  advance(): number {
    return this.#keeper.use(this.#kept, (handle) => handle.advance());
  }

  finish(): ProblemAnswer {
    return this.#keeper.use(this.#kept, (handle) => JSON.parse(handle.answer()) as ProblemAnswer);
  }

  free(): void {
    this.#keeper.close(this.#kept);
  }
}
