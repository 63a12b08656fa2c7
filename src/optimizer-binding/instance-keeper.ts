import { Failure } from '../domain/failure.ts';
import type { OptimizerInstance } from './load-optimizer.ts';
import { readOptimizerError } from './optimizer-error.ts';

/** An idle instance that holds more than this is dropped: wasm memory never shrinks, and the isolate has 128 MB for all. */
const LARGE_MEMORY_BYTES = 16 * 1024 * 1024;
/** A trap with more than this in use is taken for exhausted memory (the limit is 64 MiB), with less for a defect. */
const EXHAUSTED_MEMORY_BYTES = 32 * 1024 * 1024;
/** A solve that nobody has advanced for so long was abandoned: its request was ended from outside. */
const ABANDONED_AFTER_MS = 60_000;

/** What the glue gives of a solve. */
interface Handle {
  free(): void;
}

/** A solve inside an instance. */
export interface KeptSolve<H extends Handle = Handle> {
  readonly handle: H;
  lastUsedMs: number;
}

/**
 * Keeps the one instance of the optimizer that an isolate has.
 *
 * A trap leaves an instance in an unknown state, so it is dropped at once; solves that lived in it fail from then on, and the next
 * call starts a fresh one.
 */
export class InstanceKeeper {
  readonly #start: () => OptimizerInstance;
  readonly #solves = new Set<KeptSolve>();
  #instance: OptimizerInstance | null = null;

  constructor(start: () => OptimizerInstance) {
    this.#start = start;
  }

  /** Calls into the instance. Throws a `Failure` for a refused problem or exhausted memory. */
  call<T>(work: (instance: OptimizerInstance) => T): T {
    this.#instance ??= this.#start();
    const instance = this.#instance;
    try {
      return work(instance);
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw readOptimizerError(error);
      const exhausted = instance.memory.buffer.byteLength > EXHAUSTED_MEMORY_BYTES;
      const shared = this.#solves.size > 1;
      this.#drop();
      throw exhausted ? outOfMemory(shared) : error;
    } finally {
      this.#dropWhenIdle();
    }
  }

  open<H extends Handle>(handle: H): KeptSolve<H> {
    const solve = { handle, lastUsedMs: Date.now() };
    this.#solves.add(solve);
    return solve;
  }

  /** Calls one solve. Throws `solve-out-of-memory` where its instance is gone. */
  use<H extends Handle, T>(solve: KeptSolve<H>, work: (handle: H) => T): T {
    if (!this.#solves.has(solve)) throw outOfMemory(true);
    solve.lastUsedMs = Date.now();
    return this.call(() => work(solve.handle));
  }

  close(solve: KeptSolve): void {
    if (!this.#solves.delete(solve)) return;
    solve.handle.free();
    this.#dropWhenIdle();
  }

  closeAbandoned(): void {
    const oldestMs = Date.now() - ABANDONED_AFTER_MS;
    for (const solve of this.#solves) if (solve.lastUsedMs < oldestMs) this.close(solve);
  }

  #dropWhenIdle(): void {
    if (this.#solves.size > 0 || this.#instance === null) return;
    if (this.#instance.memory.buffer.byteLength > LARGE_MEMORY_BYTES) this.#drop();
  }

  /** The glue would free a forgotten handle in the next instance when it is collected: it is taken out of its hands first. */
  #drop(): void {
    for (const solve of this.#solves) disown(solve.handle);
    this.#solves.clear();
    this.#instance?.forget();
    this.#instance = null;
  }
}

function disown(handle: Handle): void {
  (handle as Handle & { __destroy_into_raw?: () => number }).__destroy_into_raw?.();
}

function outOfMemory(shared: boolean): Failure {
  const why = shared
    ? 'several solves at once exhausted the memory of this machine: send the request again, and if it fails again, '
    : 'the problem does not fit the 64 MiB of one solve: ';
  const advice = 'choose a coarser baseResolution, a larger splitShare, a smaller fillDistanceKm or fewer metrics';
  return new Failure('solve-out-of-memory', why + advice);
}
