import { type CellNumber, cellNumber } from '../domain/cell-number.ts';
import { MAX_DISPUTING, NAMED_IN_IMPORT } from '../domain/imported.ts';
import { positionOf } from '../domain/leaf-table.ts';
import type { ScannedAccount } from './account-scan.ts';

/** Accounts that some territories dispute, or none has. */
export interface DisputedAccounts {
  readonly holders: readonly number[];
  accounts: number;
  /** The first 100, each with its cell. */
  readonly named: { readonly id: string; readonly cell: CellNumber }[];
  /** Accounts by cell. */
  readonly cells: Map<CellNumber, number>;
}

/** Sets of territories that dispute accounts, as far as they are told apart. */
const MAX_KINDS = 20_000;

/**
 * Whose the accounts of each cell are: the territory that has most of them has the cell, of several the first.
 *
 * Memory: a number for each cell, and more only where several territories meet. Of disputes the first 20,000 kinds are told apart.
 */
export class ImportVotes {
  readonly #cells: BigUint64Array;
  /** First territory of each cell with its accounts; -1 where only accounts of nobody's are. */
  readonly #first: Int32Array;
  readonly #counts: Uint32Array;
  /** Where several territories meet: accounts by territory. */
  readonly #mixed = new Map<number, Map<number, number>>();
  readonly #overlaps = new Map<string, DisputedAccounts>();
  readonly gap: DisputedAccounts = { holders: [], accounts: 0, named: [], cells: new Map() };
  readonly overlap = { accounts: 0, accountIds: [] as string[] };
  /** Accounts of disputes beyond those that are told apart. */
  untold = 0;
  isStale = false;

  /** `cells`: those that hold accounts, ascending. */
  constructor(cells: BigUint64Array) {
    this.#cells = cells;
    this.#first = new Int32Array(cells.length).fill(-1);
    this.#counts = new Uint32Array(cells.length);
  }

  /** `holders`: the territories that have the account, the one that counts first. */
  add({ id, cell }: ScannedAccount, holders: readonly number[]): void {
    const number = cellNumber(cell);
    const at = positionOf(this.#cells, number);
    if (at < 0) {
      this.isStale = true;
      return;
    }
    const [holder] = holders;
    if (holder === undefined) note(this.gap, id, number);
    else {
      this.#vote(at, holder);
      if (holders.length > 1) this.#noteOverlap(id, number, holders);
    }
  }

  /** By cell its territory, or -1. */
  owners(): Int32Array {
    const owners = Int32Array.from(this.#first);
    for (const [at, votes] of this.#mixed) owners[at] = winner(votes);
    return owners;
  }

  /** Accounts that are in a cell of their territory, those that are not, and the cells in which these are. */
  tally(): { exact: number; elsewhere: number; cells: CellNumber[] } {
    let exact = this.#counts.reduce((sum, count) => sum + count, 0);
    let elsewhere = 0;
    for (const votes of this.#mixed.values()) {
      const most = votes.get(winner(votes)) ?? 0;
      for (const count of votes.values()) elsewhere += count;
      elsewhere -= most;
    }
    exact -= elsewhere;
    return {
      exact,
      elsewhere,
      cells: [...this.#mixed.keys()].sort((a, b) => a - b).map((at) => this.#cells[at] ?? 0n),
    };
  }

  /** Disputes among territories, those of the first territories first. */
  overlaps(): DisputedAccounts[] {
    return [...this.#overlaps.values()].sort((a, b) => compare(a.holders, b.holders));
  }

  #vote(at: number, holder: number): void {
    const first = this.#first[at] as number;
    this.#counts[at] = (this.#counts[at] as number) + 1;
    if (first === -1) this.#first[at] = holder;
    const votes = this.#mixed.get(at);
    if (votes !== undefined) votes.set(holder, (votes.get(holder) ?? 0) + 1);
    else if (first !== -1 && first !== holder) {
      this.#mixed.set(
        at,
        new Map([
          [first, (this.#counts[at] as number) - 1],
          [holder, 1],
        ]),
      );
    }
  }

  #noteOverlap(id: string, cell: CellNumber, holders: readonly number[]): void {
    this.overlap.accounts++;
    if (this.overlap.accountIds.length < NAMED_IN_IMPORT) this.overlap.accountIds.push(id);
    const told = holders.slice(0, MAX_DISPUTING);
    const key = told.join();
    const known = this.#overlaps.get(key) ?? { holders: told, accounts: 0, named: [], cells: new Map() };
    if (known.accounts === 0 && this.#overlaps.size === MAX_KINDS) {
      this.untold++;
      return;
    }
    this.#overlaps.set(key, known);
    note(known, id, cell);
  }
}

function note(disputed: DisputedAccounts, id: string, cell: CellNumber): void {
  disputed.accounts++;
  if (disputed.named.length < NAMED_IN_IMPORT) disputed.named.push({ id, cell });
  disputed.cells.set(cell, (disputed.cells.get(cell) ?? 0) + 1);
}

function winner(votes: ReadonlyMap<number, number>): number {
  let [best, most] = [-1, 0];
  for (const [territory, count] of votes) {
    if (count > most || (count === most && territory < best)) [best, most] = [territory, count];
  }
  return best;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    if (a[at] !== b[at]) return (a[at] as number) - (b[at] as number);
  }
  return a.length - b.length;
}
