import { amountsHeld, breachesOf, type Drift, excessAt, limitsOf } from './drift.ts';
import { LeastFirst } from './least-first.ts';
import { ownedPieces } from './owned-pieces.ts';
import type { Repair, RepairEffort, RepairMove } from './repair.ts';
import { type RepairStep, stepsFrom } from './repair-steps.ts';

/** Pairs of leaf and territory up to which all steps are tried, also those that only others make whole. */
const MAX_THOROUGH = 600;

/** Moves made so far, the last one first. */
interface State {
  readonly before: State | null;
  readonly step: RepairStep;
  readonly accounts: number;
  readonly value: number;
  readonly leaves: number;
  /** No way to the inside costs fewer accounts than these. */
  readonly bound: number;
}

/** Shares that differ by less come from the order in which sums are added. */
const SAME_SHARE = 1e-12;

const NOTHING: RepairStep = { leaves: [], to: -1 };

/** A search for the moves that bring a drift inside, all at once. */
export class RepairSearch {
  readonly #drift: Drift;
  /** Whether all together hold neither too much nor too little of anything. */
  readonly canBeInside: boolean;
  readonly #width: number;
  /** Whether all steps are tried. */
  readonly isThorough: boolean;
  readonly #leavesOf: number[][];
  readonly #heldFirst: Float64Array;
  /** Row-major [territories][limits]: of leaves that stay. */
  readonly #stuck: Float64Array;
  readonly #piecesFirst = new Map<number, number>();
  readonly #owner: Uint32Array;
  readonly #seen = new Set<string>();
  readonly #start: State;

  constructor(drift: Drift) {
    this.#drift = drift;
    this.#width = limitsOf(drift);
    this.#heldFirst = amountsHeld(drift);
    const { isHeld, amounts } = drift;
    const staying = amounts.map((amount, at) => (isHeld[Math.floor(at / this.#width)] === 1 ? amount : 0));
    this.#stuck = amountsHeld({ ...drift, amounts: staying });
    this.#owner = drift.owner.slice();
    this.#leavesOf = [];
    drift.owner.forEach((territory, leaf) => {
      this.#leavesOf[territory] ??= [];
      this.#leavesOf[territory]?.push(leaf);
    });
    const territories = drift.lower.length / Math.max(1, this.#width);
    this.isThorough = drift.owner.length * territories <= MAX_THOROUGH;
    this.canBeInside = Array.from({ length: this.#width }, (_, limit) => limit).every((limit) => {
      const sum = (of: Float64Array) =>
        of.reduce((total, one, at) => (at % this.#width === limit ? total + one : total), 0);
      const [least, held, most] = [sum(drift.lower), sum(this.#heldFirst), sum(drift.upper)];
      return held <= most * (1 + SAME_SHARE) && held >= least * (1 - SAME_SHARE);
    });
    this.#start = {
      before: null,
      step: NOTHING,
      accounts: 0,
      value: 0,
      leaves: 0,
      bound: this.#bound(this.#heldFirst),
    };
  }

  /** No way to the inside moves fewer accounts than these. */
  get atLeast(): number {
    return this.#start.bound;
  }

  /** The least of all, or null where more states would have to be opened. */
  byBound({ states: [small, large] }: RepairEffort): State | null {
    const states = this.isThorough ? small : large;
    const open = new LeastFirst<State>(isBefore);
    open.push(this.#start);
    for (let opened = 0; opened < states; opened++) {
      const state = open.pop();
      if (state === undefined) return null;
      const { isInside, next } = this.#open(state);
      if (isInside) return state;
      for (const one of next) open.push(one);
    }
    return null;
  }

  /** A good one, or null where none was found. */
  byDepth({ kept, depth }: RepairEffort): State | null {
    this.#seen.clear();
    let best: State | null = null;
    let level = [this.#start];
    for (let at = 0; at < depth && level.length > 0; at++) {
      const following: State[] = [];
      for (const state of level) {
        if (best !== null && !isBefore(state, best)) continue;
        const { isInside, next } = this.#open(state);
        if (isInside) best = state;
        else following.push(...next);
      }
      level = following.sort((one, other) => (isBefore(one, other) ? -1 : 1)).slice(0, kept);
    }
    return best;
  }

  repairOf(state: State, atLeast: number): Repair {
    const { owner } = this.#drift;
    const moves = stepsOf(state)
      .flatMap(({ leaves, to }) => leaves.map((leaf): RepairMove => ({ leaf, from: owner[leaf] ?? 0, to })))
      .sort((one, other) => one.leaf - other.leaf);
    return { moves, accounts: state.accounts, value: state.value, isInside: true, atLeast };
  }

  /** Whether a state is inside, and else what can come of it. */
  #open(state: State): { isInside: boolean; next: State[] } {
    const drift = this.#drift;
    const steps = stepsOf(state);
    const touched = new Set(steps.flatMap(({ leaves, to }) => [to, ...leaves.map((leaf) => drift.owner[leaf] ?? 0)]));
    for (const { leaves, to } of steps) for (const leaf of leaves) this.#owner[leaf] = to;
    try {
      const held = this.#heldAfter(steps);
      const moved = new Set(steps.flatMap(({ leaves }) => leaves));
      const apart = this.#apart(touched, moved);
      const breaches = breachesOf(drift, held);
      if (breaches.length === 0 && apart === null) return { isInside: true, next: [] };
      const standing = { drift, owner: this.#owner, moved, leavesOf: this.#leavesOf, isThorough: this.isThorough };
      const ills = apart === null ? breaches : [apart, ...breaches];
      // Each of them must be mended some time: what leaves the fewest ways comes first.
      const branches = ills
        .map((ill) => stepsFrom(standing, ill))
        .reduce((fewest, other) => (other.length < fewest.length ? other : fewest));
      return { isInside: false, next: branches.flatMap((step) => this.#after(state, steps, held, step)) };
    } finally {
      for (const { leaves } of steps) for (const leaf of leaves) this.#owner[leaf] = drift.owner[leaf] ?? 0;
    }
  }

  #after(before: State, steps: readonly RepairStep[], held: Float64Array, step: RepairStep): State[] {
    const key = [...steps, step]
      .flatMap(({ leaves, to }) => leaves.map((leaf) => `${leaf}:${to}`))
      .sort()
      .join();
    if (this.#seen.has(key)) return [];
    this.#seen.add(key);
    if (this.#isTooMuch([...steps, step], step.to)) return [];
    const { accounts, value } = this.#drift;
    const sum = (of: Float64Array) => step.leaves.reduce((total, leaf) => total + (of[leaf] ?? 0), 0);
    const after = held.slice();
    this.#shift(after, step);
    const state = {
      ...{ before, step, value: before.value + sum(value), leaves: before.leaves + step.leaves.length },
      ...{ accounts: before.accounts + sum(accounts), bound: 0 },
    };
    return [{ ...state, bound: state.accounts + this.#bound(after) }];
  }

  /** Whether what a territory got or cannot give is more than it may hold: no leaf moves twice. */
  #isTooMuch(steps: readonly RepairStep[], territory: number): boolean {
    const { amounts, upper } = this.#drift;
    const got = steps.flatMap(({ leaves, to }) => (to === territory ? leaves : []));
    const width = this.#width;
    for (let limit = 0; limit < width; limit++) {
      const place = territory * width + limit;
      const sum = got.reduce((total, leaf) => total + (amounts[leaf * width + limit] ?? 0), this.#stuck[place] ?? 0);
      if (sum > (upper[place] ?? 0) * (1 + SAME_SHARE)) return true;
    }
    return false;
  }

  #heldAfter(steps: readonly RepairStep[]): Float64Array {
    const held = this.#heldFirst.slice();
    for (const step of steps) this.#shift(held, step);
    return held;
  }

  /** Each leaf moves once, from where it was at first. */
  #shift(held: Float64Array, { leaves, to }: RepairStep): void {
    const width = this.#width;
    for (const leaf of leaves) {
      const from = this.#drift.owner[leaf] ?? 0;
      for (let limit = 0; limit < width; limit++) {
        const amount = this.#drift.amounts[leaf * width + limit] ?? 0;
        held[from * width + limit] = (held[from * width + limit] ?? 0) - amount;
        held[to * width + limit] = (held[to * width + limit] ?? 0) + amount;
      }
    }
  }

  /** A territory that is in more pieces than it was, the pieces beside the largest; null: none. */
  #apart(
    touched: ReadonlySet<number>,
    moved: ReadonlySet<number>,
  ): { readonly territory: number; readonly pieces: number[][] } | null {
    const { owner, touching } = this.#drift;
    for (const territory of touched) {
      const own = this.#leavesOf[territory] ?? [];
      const pieces = ownedPieces(this.#owner, touching, territory, [...own, ...moved]);
      let first = this.#piecesFirst.get(territory);
      if (first === undefined) {
        first = ownedPieces(owner, touching, territory, own).length;
        this.#piecesFirst.set(territory, first);
      }
      if (pieces.length > first || (pieces.length === 0 && first > 0)) return { territory, pieces };
    }
    return null;
  }

  /** Accounts that must move at least: each territory that holds too much gives a leaf or more, each that holds too little gets some, and none moves twice. */
  #bound(held: Float64Array): number {
    let [given, got] = [0, 0];
    const width = this.#width;
    for (let territory = 0; territory * width < held.length; territory++) {
      let [over, under] = [0, 0];
      for (let limit = 0; limit < width; limit++) {
        const excess = excessAt(this.#drift, territory * width + limit, held[territory * width + limit] ?? 0);
        if (excess > 0) over = Math.max(over, excess * this.#cheapest(territory, limit));
        if (excess < 0) under = Math.max(under, -excess * this.#cheapest(null, limit));
      }
      given += over;
      got += under;
    }
    // What is counted in whole accounts is moved in whole accounts.
    return Math.ceil(Math.max(given, got) - 1e-9);
  }

  readonly #cheapestOf = new Map<string, number>();

  /** Accounts that go with a unit of a limited metric at best: of the leaves that a territory may get and has, or of all. */
  #cheapest(territory: number | null, limit: number): number {
    const key = `${territory} ${limit}`;
    let least = this.#cheapestOf.get(key);
    if (least === undefined) {
      const { accounts, amounts, owner } = this.#drift;
      least = Infinity;
      for (let leaf = 0; leaf < owner.length; leaf++) {
        const amount = amounts[leaf * this.#width + limit] ?? 0;
        // Leaves that came from elsewhere do not go on.
        if (amount > 0 && (territory === null || owner[leaf] === territory)) {
          least = Math.min(least, (accounts[leaf] ?? 0) / amount);
        }
      }
      if (!Number.isFinite(least)) least = 0;
      this.#cheapestOf.set(key, least);
    }
    return least;
  }
}

function stepsOf(state: State): RepairStep[] {
  const steps: RepairStep[] = [];
  for (let at: State | null = state; at?.before; at = at.before) steps.push(at.step);
  return steps;
}

function isBefore(one: State, other: State): boolean {
  return (
    (one.bound - other.bound || one.value - other.value || one.leaves - other.leaves || other.accounts - one.accounts) <
    0
  );
}
