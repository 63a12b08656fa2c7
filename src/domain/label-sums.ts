import { settled } from './settle-sums.ts';

/** Labels that are told apart, and those of them that an answer names. */
const [MAX_APART, MAX_NAMED] = [10_000, 100];

/** Accounts with one label: their count, and their sum of each metric. */
export interface LabelSum {
  /** Null: accounts without any. */
  readonly label: string | null;
  readonly accounts: number;
  readonly sums: readonly number[];
}

/** Accounts by a label. */
export interface ByLabel {
  /** The hundred labels with the most accounts, of as many the first of the alphabet. */
  readonly groups: readonly LabelSum[];
  /** How many more labels there are, and their accounts; null where there are none. */
  readonly others: { readonly labels: number; readonly accounts: number; readonly sums: readonly number[] } | null;
}

interface Held {
  accounts: number;
  readonly sums: Float64Array;
}

/** Counts accounts by a label. Of more than 10,000 labels those that come later count together. */
export class LabelSums {
  readonly #width: number;
  readonly #held = new Map<string | null, Held>();
  readonly #beyond = new Set<string | null>();
  readonly #rest: Held;

  /** `width`: metrics. */
  constructor(width: number) {
    this.#width = width;
    this.#rest = { accounts: 0, sums: new Float64Array(width) };
  }

  count(label: string | null): void {
    const held = this.#find(label);
    held.accounts++;
  }

  /** Adds values of the metrics from a position on. */
  add(label: string | null, from: number, values: readonly number[]): void {
    const { sums } = this.#find(label);
    for (let at = 0; at < values.length; at++) sums[from + at] = (sums[from + at] ?? 0) + (values[at] ?? 0);
  }

  byLabel(): ByLabel {
    const all = [...this.#held].sort(
      ([a, { accounts: ofA }], [b, { accounts: ofB }]) => ofB - ofA || (order(a) < order(b) ? -1 : 1),
    );
    const told = (held: Held) => ({ accounts: held.accounts, sums: Array.from(held.sums, settled) });
    const groups = all.slice(0, MAX_NAMED).map(([label, held]) => ({ label, ...told(held) }));
    const labels = all.length - groups.length + this.#beyond.size;
    if (labels === 0) return { groups, others: null };
    const others = { accounts: this.#rest.accounts, sums: this.#rest.sums.slice() };
    for (const [, held] of all.slice(MAX_NAMED)) {
      others.accounts += held.accounts;
      held.sums.forEach((sum, at) => {
        others.sums[at] = (others.sums[at] ?? 0) + sum;
      });
    }
    return { groups, others: { labels, ...told(others) } };
  }

  #find(label: string | null): Held {
    const held = this.#held.get(label);
    if (held !== undefined) return held;
    if (this.#held.size < MAX_APART) {
      const made = { accounts: 0, sums: new Float64Array(this.#width) };
      this.#held.set(label, made);
      return made;
    }
    this.#beyond.add(label);
    return this.#rest;
  }
}

/** Those without a label last. */
function order(label: string | null): string {
  return label === null ? '\uffff' : label;
}
