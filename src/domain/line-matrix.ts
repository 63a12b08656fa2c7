import type { CellNumber } from './cell-number.ts';
import type { LayoutId } from './layout.ts';
import { type LeafTable, leafOf } from './leaf-table.ts';

/** Territory pairs that a matrix names of each two lines. */
const MAX_PAIRS = 100;

/** A layout of one line, as far as it is held against those of others. */
export interface LineLayout {
  /** Null: of all accounts. */
  readonly line: string | null;
  readonly layoutId: LayoutId;
  readonly leaves: Pick<LeafTable, 'cells' | 'territories'>;
  /** By position. Territories of two layouts are the same to a customer where `owner` is: the rep, or the name where nobody is known. */
  readonly territories: readonly { readonly id: string; readonly name: string; readonly owner: string }[];
}

/** Two territories of two lines, and the accounts that are in both. */
export interface TerritoryPair {
  readonly a: { readonly id: string; readonly name: string };
  readonly b: { readonly id: string; readonly name: string };
  readonly same: boolean;
  readonly accounts: number;
}

/** What two lines share. */
export interface LinePair {
  readonly a: string | null;
  readonly b: string | null;
  /** Accounts in both lines. */
  readonly accounts: number;
  /** Of those: in territories with the same owner, with another, and at places that one of the layouts does not cover. */
  readonly same: number;
  readonly different: number;
  readonly outside: number;
  /** Those with most accounts first, the first 100. */
  readonly territories: readonly TerritoryPair[];
  readonly territoryPairCount: number;
}

/** Where the layouts of lines agree and where they do not. */
export interface LineMatrix {
  /** Accounts in any of the lines. */
  readonly accounts: number;
  /** How many accounts see so many territories, 0 where no layout covers their place. */
  readonly distribution: readonly { readonly territories: number; readonly accounts: number }[];
  readonly pairs: readonly LinePair[];
}

/** The territory of each layout at a cell, by position; -1 outside of its cover. */
export function territoriesAt(layouts: readonly LineLayout[], cell: CellNumber): number[] {
  return layouts.map(({ leaves }) => {
    const leaf = leafOf(leaves.cells, cell);
    return leaf < 0 ? -1 : (leaves.territories[leaf] ?? -1);
  });
}

/** The owners that an account sees that is in the lines of these bits, each once. */
export function ownersSeen(layouts: readonly LineLayout[], territories: readonly number[], bits: number): Set<string> {
  const owners = new Set<string>();
  layouts.forEach((layout, at) => {
    const owner = bits & (1 << at) ? layout.territories[territories[at] ?? -1]?.owner : undefined;
    if (owner !== undefined) owners.add(owner);
  });
  return owners;
}

/** Two layouts, by position, and the accounts in both lines by the two territories that they are in. */
interface Meeting {
  readonly a: number;
  readonly b: number;
  accounts: number;
  outside: number;
  readonly met: Map<number, number>;
}

/** Adds up what layouts of lines share. Memory: a number for each two territories that meet. */
export class LineTally {
  readonly #layouts: readonly LineLayout[];
  readonly #distribution: number[] = [];
  readonly #pairs: Meeting[];
  #accounts = 0;
  #cell: CellNumber | null = null;
  #territories: readonly number[] = [];

  constructor(layouts: readonly LineLayout[]) {
    this.#layouts = layouts;
    this.#pairs = layouts.flatMap((_, a) =>
      layouts.slice(a + 1).map((_, after) => ({ a, b: a + 1 + after, accounts: 0, outside: 0, met: new Map() })),
    );
  }

  /** Accounts in one cell that are in the lines of these bits; all of a cell one after the other. */
  add(cell: CellNumber, bits: number, accounts: number): void {
    if (cell !== this.#cell) {
      this.#cell = cell;
      this.#territories = territoriesAt(this.#layouts, cell);
    }
    this.#accounts += accounts;
    const seen = ownersSeen(this.#layouts, this.#territories, bits).size;
    this.#distribution[seen] = (this.#distribution[seen] ?? 0) + accounts;
    for (const pair of this.#pairs) {
      if (!(bits & (1 << pair.a)) || !(bits & (1 << pair.b))) continue;
      pair.accounts += accounts;
      const [a = -1, b = -1] = [this.#territories[pair.a], this.#territories[pair.b]];
      if (a < 0 || b < 0) pair.outside += accounts;
      else {
        const key = a * (this.#layouts[pair.b]?.territories.length ?? 0) + b;
        pair.met.set(key, (pair.met.get(key) ?? 0) + accounts);
      }
    }
  }

  matrix(): LineMatrix {
    return {
      accounts: this.#accounts,
      distribution: Array.from(this.#distribution, (accounts = 0, territories) => ({ territories, accounts })).filter(
        ({ accounts }) => accounts > 0,
      ),
      pairs: this.#pairs.map((pair) => this.#pair(pair)),
    };
  }

  #pair({ a, b, accounts, outside, met }: Meeting): LinePair {
    const [first, second] = [this.#layouts[a] as LineLayout, this.#layouts[b] as LineLayout];
    const width = second.territories.length;
    const all = [...met].map(([key, shared]) => {
      const one = first.territories[Math.floor(key / width)] ?? { id: '', name: '', owner: '' };
      const other = second.territories[key % width] ?? { id: '', name: '', owner: '' };
      const named = { a: { id: one.id, name: one.name }, b: { id: other.id, name: other.name } };
      return { key, ...named, same: one.owner === other.owner, accounts: shared };
    });
    const total = (same: boolean) => all.reduce((sum, pair) => sum + (pair.same === same ? pair.accounts : 0), 0);
    const sorted = all.sort((x, y) => y.accounts - x.accounts || x.key - y.key).slice(0, MAX_PAIRS);
    return {
      a: first.line,
      b: second.line,
      accounts,
      same: total(true),
      different: total(false),
      outside,
      territories: sorted.map(({ key: _, ...pair }) => pair),
      territoryPairCount: met.size,
    };
  }
}
