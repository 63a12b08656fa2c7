import { Failure } from '../domain/failure.ts';
import type { LineFilter } from '../domain/line.ts';
import type { Plan } from '../domain/plan.ts';
import type { CellSums } from './cell-sums.ts';
import type { Ports } from './ports.ts';

/** Times that a reading starts over when the accounts are replaced under it. */
const MAX_TRIES = 3;
/** How much larger arrays are made that were too small. */
const GROWTH = 1.25;

/** All of a plan's accounts, or those of a line, summed by cell at its finest resolution, cells ascending. Throws `accounts-replaced` where uploads replace them again and again. */
export function sumByCell(
  ports: Ports,
  workspaceId: string,
  plan: Plan,
  line: LineFilter | null = null,
): Promise<CellSums> {
  return readOneSet(async () => {
    const cells = await ports.accounts.countCells(workspaceId, plan.planId, line);
    const joined = new JoinedSums(cells, plan.metrics.length + 1);
    for await (const page of ports.accounts.cellPages(workspaceId, plan, null, line)) joined.add(page);
    return joined.all();
  });
}

/** Reads again from the start when the set of accounts was replaced half-way, so that no answer mixes two sets. */
export async function readOneSet<T>(read: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof Failure) || error.kind !== 'accounts-replaced' || tries === MAX_TRIES) throw error;
    }
  }
}

/**
 * Pages put together as they come, in arrays that are large enough from the first: a million cells take some ten megabytes for each metric, and arrays that
 * were outgrown would lie about as garbage.
 */
class JoinedSums {
  #metrics: readonly string[] = [];
  #count = 0;
  #cells: BigUint64Array;
  #sums: Float64Array;
  /** Empty as long as nobody is visited. */
  #visits = new Float64Array(0);

  /** `cells`: more come only where accounts are added meanwhile. */
  constructor(cells: number, width: number) {
    this.#cells = new BigUint64Array(cells);
    this.#sums = new Float64Array(cells * width);
  }

  add(page: CellSums): void {
    this.#metrics = page.metrics;
    const [from, width] = [this.#count, page.metrics.length];
    this.#count += page.cells.length;
    if (this.#count > this.#cells.length) this.#grow(Math.ceil(this.#count * GROWTH), width);
    this.#cells.set(page.cells, from);
    this.#sums.set(page.sums, from * width);
    if (this.#visits.length === 0 && page.visits.some((visits) => visits !== 0)) {
      this.#visits = new Float64Array(this.#cells.length * 3);
    }
    if (this.#visits.length > 0) this.#visits.set(page.visits, from * 3);
  }

  all(): CellSums {
    const cells = this.#cells.subarray(0, this.#count);
    const sums = this.#sums.subarray(0, this.#count * this.#metrics.length);
    const visits = this.#visits.subarray(0, Math.min(this.#visits.length, this.#count * 3));
    return { cells, metrics: this.#metrics, sums, visits };
  }

  /** Accounts were added while they were read. */
  #grow(room: number, width: number): void {
    const [cells, sums, visits] = [this.#cells, this.#sums, this.#visits];
    this.#cells = new BigUint64Array(room);
    this.#cells.set(cells);
    this.#sums = new Float64Array(room * width);
    this.#sums.set(sums);
    if (visits.length === 0) return;
    this.#visits = new Float64Array(room * 3);
    this.#visits.set(visits);
  }
}
