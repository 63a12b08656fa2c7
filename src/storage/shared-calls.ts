import { waitUntil } from 'cloudflare:workers';

/** After so long a call is given up for lost: others do not wait for it any more. */
const LOST_AFTER_MS = 10_000;

/** Whether the runtime goes on with a request in its own name when another resolves its promise. Where it does not, as in vitest, each request asks alone. */
const CAN_SHARE = Cloudflare.compatibilityFlags.handle_cross_request_promise_resolution === true;

/** What who waits is told: the result, or that it is its turn to make the call. */
type Told<Result> = { readonly result: Result } | 'lead';

interface Waiter<Item, Result> {
  readonly item: Item;
  /** Null for who leads at once. */
  readonly told: PromiseWithResolvers<Told<Result>> | null;
}

/**
 * Asks for what many requests of an isolate want at once with one call. What arrives while a call is under way waits for the next one, never for that
 * one: so each call begins after all that it answers have asked, and none gets what was so before it asked.
 *
 * I/O belongs to the request that began it, and code after an `await` runs in the request whose promise it is: so each request waits for a promise of its
 * own, and the first that waits makes the next call, in its own name. Who may have to is kept going where its client goes away; who waits for too long makes the
 * call itself.
 */
export class SharedCalls<Item, Result> {
  readonly #call: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly #canShare: boolean;
  #waiting: Waiter<Item, Result>[] = [];
  /** Of the call under way, or of whose turn it is; null: nobody's. */
  #turn: { readonly sinceMs: number } | null = null;

  /** `call` answers a result for each item, in their order. */
  constructor(call: (items: readonly Item[]) => Promise<readonly Result[]>, canShare = CAN_SHARE) {
    this.#call = call;
    this.#canShare = canShare;
  }

  ask(item: Item): Promise<Result> {
    if (!this.#canShare) return this.#call([item]).then(([result]) => result as Result);
    const mayHaveToCall = this.#waiting.length === 0 || this.#isFree();
    const result = this.#isFree() ? this.#lead({ item, told: null }) : this.#wait(item);
    if (mayHaveToCall) waitUntil(result.catch(() => {}));
    return result;
  }

  #isFree(): boolean {
    return this.#turn === null || Date.now() - this.#turn.sinceMs > LOST_AFTER_MS;
  }

  async #wait(item: Item): Promise<Result> {
    const waiter = { item, told: Promise.withResolvers<Told<Result>>() };
    this.#waiting.push(waiter);
    // The timer is also what the runtime sees: a request that waits for nothing of its own is taken for hung.
    const timer = setTimeout(() => waiter.told.resolve('lead'), LOST_AFTER_MS);
    const told = await waiter.told.promise.finally(() => clearTimeout(timer));
    return told === 'lead' ? this.#lead(waiter) : told.result;
  }

  /** Makes the call for all that wait. */
  async #lead(own: Waiter<Item, Result>): Promise<Result> {
    const turn = { sinceMs: Date.now() };
    this.#turn = turn;
    // What is asked for in the same moment goes along.
    await null;
    const round = this.#waiting.includes(own) ? this.#waiting : [...this.#waiting, own];
    this.#waiting = [];
    try {
      const results = await this.#call(round.map(({ item }) => item));
      this.#pass(turn);
      round.forEach((waiter, at) => {
        if (waiter !== own) waiter.told?.resolve({ result: results[at] as Result });
      });
      return results[round.indexOf(own)] as Result;
    } catch (error) {
      this.#pass(turn);
      for (const waiter of round) if (waiter !== own) waiter.told?.reject(error);
      throw error;
    }
  }

  /** Gives the turn to the first that waits, unless it was taken as lost. */
  #pass(turn: { readonly sinceMs: number }): void {
    if (this.#turn !== turn) return;
    const [next] = this.#waiting;
    this.#turn = next === undefined ? null : { sinceMs: Date.now() };
    next?.told?.resolve('lead');
  }
}
