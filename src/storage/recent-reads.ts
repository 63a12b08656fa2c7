import { waitUntil } from 'cloudflare:workers';
import { MAX_AGE_MS } from '../application/as-of.ts';

/** What is asked for after so long is read again for those that ask next, so that none of them waits. */
const RENEW_AFTER_MS = 0.75 * MAX_AGE_MS;
/** Workspaces of which the last write is remembered one by one. */
const MAX_WORKSPACES = 1_000;

/** In which order reads and writes of this isolate began: what was read before a write of its workspace ended is not answered after it. */
export class WriteOrder {
  readonly #lastOf = new Map<string, number>();
  #now = 0;
  /** The last write of all workspaces that are not remembered any more. */
  #lastForgotten = 0;

  /** The moment, as a number that `isSince` compares. */
  get now(): number {
    return this.#now;
  }

  /** A write to a workspace has ended. */
  note(workspaceId: string): void {
    this.#now++;
    this.#lastOf.delete(workspaceId);
    this.#lastOf.set(workspaceId, this.#now);
    const [oldest] = this.#lastOf;
    if (this.#lastOf.size <= MAX_WORKSPACES || oldest === undefined) return;
    this.#lastOf.delete(oldest[0]);
    this.#lastForgotten = oldest[1];
  }

  /** Whether a moment is after the last write to a workspace. */
  isSince(workspaceId: string, moment: number): boolean {
    return moment >= (this.#lastOf.get(workspaceId) ?? this.#lastForgotten);
  }
}

/** How things are read, and whose they are. */
export interface Reading<Item, Result> {
  readonly read: (item: Item) => Promise<Result | null>;
  readonly keyOf: (item: Item) => string;
  readonly workspaceOf: (result: Result) => string;
  /** Things of which an isolate keeps what it read. */
  readonly capacity: number;
}

interface Held<Result> {
  readonly result: Result;
  readonly readMs: number;
  readonly order: number;
  isRenewing: boolean;
}

/**
 * Small reads that nearly every request makes, answered by what this isolate read within the last `MAX_AGE_MS`: under load hardly any request waits for the
 * database. After a write to a workspace through this isolate nothing that was read before is answered. What is not there is always read.
 */
export class RecentReads<Item, Result> {
  readonly #reading: Reading<Item, Result>;
  readonly #order: WriteOrder;
  readonly #held = new Map<string, Held<Result>>();

  constructor(order: WriteOrder, reading: Reading<Item, Result>) {
    this.#order = order;
    this.#reading = reading;
  }

  async ask(item: Item): Promise<Result | null> {
    return this.recall(item) ?? this.askNow(item);
  }

  /** The same without waiting: null where it has to be read. */
  recall(item: Item): Result | null {
    const held = this.#held.get(this.#reading.keyOf(item));
    if (held === undefined) return null;
    const ageMs = Date.now() - held.readMs;
    if (ageMs > MAX_AGE_MS || !this.#order.isSince(this.#reading.workspaceOf(held.result), held.order)) return null;
    if (ageMs > RENEW_AFTER_MS && !held.isRenewing) {
      held.isRenewing = true;
      // Who asks after `MAX_AGE_MS` meets the error itself.
      waitUntil(this.askNow(item).catch(() => null));
    }
    return held.result;
  }

  /** As of now. */
  async askNow(item: Item): Promise<Result | null> {
    const [readMs, order] = [Date.now(), this.#order.now];
    const result = await this.#reading.read(item);
    const key = this.#reading.keyOf(item);
    const before = this.#held.get(key);
    if (result === null) this.#held.delete(key);
    else if (before === undefined || before.order <= order) {
      this.#held.delete(key);
      this.#held.set(key, { result, readMs, order, isRenewing: false });
      const [oldest] = this.#held.keys();
      if (this.#held.size > this.#reading.capacity && oldest !== undefined) this.#held.delete(oldest);
    }
    return result;
  }
}
