import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Failure } from '../domain/failure.ts';

/** Time between two writes. The answer does not depend on when the state is written. */
const WRITE_EVERY_MS = 5_000;
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

type Stop = keyof typeof EXIT_CODES;

/** What can be written as bytes, and go on from them. */
interface Saved {
  save(): Uint8Array;
}

/** A solve was stopped from outside; its state is in the file. */
export class Stopped extends Error {
  /** What a shell expects of a program that a signal ended. */
  readonly exitCode: number;

  constructor(signal: Stop, path: string) {
    super(`stopped; the same command goes on from ${path}`);
    this.exitCode = EXIT_CODES[signal];
  }
}

/** The file that keeps the state of a solve: written now and then, and on SIGINT and SIGTERM. */
export class StateFile {
  readonly #path: string;
  #stop: Stop | null = null;
  #writtenAt = Number.NEGATIVE_INFINITY;

  constructor(path: string) {
    this.#path = path;
    for (const signal of Object.keys(EXIT_CODES) as Stop[]) {
      process.on(signal, () => {
        this.#stop = signal;
      });
    }
  }

  /** What is in the file; null where there is none yet. */
  read(): Uint8Array | null {
    try {
      return existsSync(this.#path) ? readFileSync(this.#path) : null;
    } catch (error) {
      throw this.#refused(`cannot be read: ${(error as Error).message}`);
    }
  }

  /** Writes the state where it is time to; throws `Stopped` after a signal. */
  async keep(solve: Saved): Promise<void> {
    // Signals are heard between two turns of the event loop only.
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#stop === null && performance.now() < this.#writtenAt + WRITE_EVERY_MS) return;
    this.#write(solve.save());
    this.#writtenAt = performance.now();
    if (this.#stop !== null) throw new Stopped(this.#stop, this.#path);
  }

  /** Takes the file away: the solve is done. */
  remove(): void {
    rmSync(this.#path, { force: true });
  }

  /** Whole or not at all: a write that is cut short leaves the state before. */
  #write(state: Uint8Array): void {
    const next = `${this.#path}.next`;
    try {
      writeFileSync(next, state);
      renameSync(next, this.#path);
    } catch (error) {
      throw this.#refused(`cannot be written: ${(error as Error).message}`);
    }
  }

  #refused(detail: string): Failure {
    const remedy = 'name a file in a folder that can be written to';
    return Failure.invalid('invalid-parameter', { field: '--state', value: this.#path, detail, remedy });
  }
}
