import { waitUntil } from 'cloudflare:workers';

/** After so long a call is given up for lost: others do not wait for it any more. */
const LOST_AFTER_MS = 10_000;

/** A call that is open to more items until it begins. */
interface Round<Item, Result> {
  readonly items: Item[];
  readonly openedMs: number;
  readonly results: Promise<readonly Result[]>;
}

/**
 * Asks for what many requests of an isolate want at once with one call. What arrives while a call is under way waits for the next one, never for that
 * one: so each call begins after all that it answers have asked, and none gets what was so before it asked.
 *
 * I/O belongs to the request that began it, and others wait for a promise of it; it is kept going where that request's client goes away.
 */
export class SharedCalls<Item, Result> {
  readonly #call: (items: readonly Item[]) => Promise<readonly Result[]>;
  #open: Round<Item, Result> | null = null;
  #running: Round<Item, Result> | null = null;

  /** `call` answers a result for each item, in their order. */
  constructor(call: (items: readonly Item[]) => Promise<readonly Result[]>) {
    this.#call = call;
  }

  /** Whether nothing is asked for. */
  get isIdle(): boolean {
    return this.#open === null && this.#running === null;
  }

  async ask(item: Item): Promise<Result> {
    const round = this.#openRound();
    const at = round.items.push(item) - 1;
    return (await round.results)[at] as Result;
  }

  #openRound(): Round<Item, Result> {
    const nowMs = Date.now();
    const oldest = this.#running ?? this.#open;
    if (oldest !== null && nowMs - oldest.openedMs > LOST_AFTER_MS) {
      this.#running = null;
      this.#open = null;
    }
    if (this.#open !== null) return this.#open;
    const items: Item[] = [];
    const before = this.#running?.results;
    const round: Round<Item, Result> = { items, openedMs: nowMs, results: this.#run(items, before) };
    this.#open = round;
    waitUntil(round.results.catch(() => {}));
    return round;
  }

  /** Waits for the call before, then closes the round and makes its call. */
  async #run(items: readonly Item[], before: Promise<unknown> | undefined): Promise<readonly Result[]> {
    await before?.catch(() => {});
    // At least one turn, within which the round is known, and others may join.
    await Promise.resolve();
    const own = this.#open?.items === items ? this.#open : null;
    if (own !== null) {
      this.#open = null;
      this.#running = own;
    }
    try {
      return await this.#call(items);
    } finally {
      if (own !== null && this.#running === own) this.#running = null;
    }
  }
}
