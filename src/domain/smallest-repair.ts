import { amountsHeld, type Breach, breachesOf, type Drift, excessAt, limitsOf } from './drift.ts';
import { LeastFirst } from './least-first.ts';
import { ownedPieces } from './owned-pieces.ts';
import { type RepairStep, stepsFrom } from './repair-steps.ts';

/** How far is searched. */
export interface RepairEffort {
  /** States that are opened for a proof: of small plans, and of large ones, where each takes longer and has more that follow. */
  readonly states: readonly [small: number, large: number];
  /** Where that is too few: how many are kept of each depth, and how deep. */
  readonly kept: number;
  readonly depth: number;
}

const EFFORT: RepairEffort = { states: [12_000, 1_000], kept: 24, depth: 120 };

/** Of one breach. */
const LESS: RepairEffort = { states: [2_000, 200], kept: 8, depth: 60 };

/** Breaches that are mended all at once; of more than these, each is mended by itself. */
const MAX_AT_ONCE = 12;

/** Pairs of leaf and territory up to which all steps are tried, also those that only others make whole. */
const MAX_THOROUGH = 600;

/** A leaf that changes hands. */
export interface RepairMove {
  readonly leaf: number;
  readonly from: number;
  readonly to: number;
}

/** The moves that bring a drift inside its limits. */
export interface Repair {
  /** Ascending by leaf. */
  readonly moves: readonly RepairMove[];
  readonly accounts: number;
  readonly value: number;
  /** Whether all territories are inside afterwards; else what could be mended is, and the rest no farther outside. */
  readonly isInside: boolean;
  /** No repair that brings all inside moves fewer accounts than these, as far as it moves leaves over borders; 0 where nothing is known. */
  readonly atLeast: number;
}

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

/**
 * The repair of a drift that moves the fewest accounts, then those of least value. No territory that is inside a limit is outside of it afterwards, and none falls into
 * more pieces than it was in.
 *
 * Whatever is outside must lose or gain a leaf, and what is in pieces, too: the search branches on that, the least bound first (A*, Hart, Nilsson, Raphael 1968,
 * 10.1109/TSSC.1968.300136). Where that opens too many states, the best few of each depth go on.
 */
export function smallestRepair(drift: Drift, effort: RepairEffort = EFFORT): Repair {
  const breaches = breachesOf(drift);
  const whole = breaches.length > MAX_AT_ONCE ? null : repairAll(drift, effort);
  return whole ?? oneByOne(drift, breaches);
}

/** Mends what can be mended, the least first; the rest stays as it is, and no farther outside. */
function oneByOne(drift: Drift, breaches: readonly Breach[]): Repair {
  let now = drift;
  const moves: RepairMove[] = [];
  for (const { territory, limit } of [...breaches].sort((one, other) => shareOf(drift, one) - shareOf(drift, other))) {
    const left = breachesOf(now);
    const breach = left.find((one) => one.territory === territory && one.limit === limit);
    const repair = breach === undefined ? null : repairAll(leaving(now, left, breach), LESS);
    if (repair === null) continue;
    moves.push(...repair.moves);
    const [owner, isHeld] = [now.owner.slice(), now.isHeld.slice()];
    for (const { leaf, to } of repair.moves) [owner[leaf], isHeld[leaf]] = [to, 1];
    now = { ...now, owner, isHeld };
  }
  const sum = (of: Float64Array) => moves.reduce((total, { leaf }) => total + (of[leaf] ?? 0), 0);
  return {
    moves: moves.sort((one, other) => one.leaf - other.leaf),
    ...{ accounts: sum(drift.accounts), value: sum(drift.value) },
    ...{ isInside: breachesOf(now).length === 0, atLeast: 0 },
  };
}

function repairAll(drift: Drift, effort: RepairEffort): Repair | null {
  const search = new Search(drift);
  if (!search.canBeInside) return null;
  const least = search.byBound(effort);
  if (least !== null) return search.repairOf(least, least.accounts);
  const found = search.byDepth(effort);
  return found && search.repairOf(found);
}

/** The same drift, where all that is outside but one thing may stay as far outside as it is. */
function leaving(drift: Drift, breaches: readonly Breach[], mended: Breach): Drift {
  const [lower, upper] = [drift.lower.slice(), drift.upper.slice()];
  for (const breach of breaches) {
    if (breach === mended) continue;
    const place = breach.territory * limitsOf(drift) + breach.limit;
    const bounds = breach.excess > 0 ? upper : lower;
    bounds[place] = (bounds[place] ?? 0) + breach.excess;
  }
  return { ...drift, lower, upper };
}

/** By how much something is outside, as a share of its limit. */
function shareOf(drift: Drift, { territory, limit, excess }: Breach): number {
  const bound = (excess > 0 ? drift.upper : drift.lower)[territory * limitsOf(drift) + limit] ?? 0;
  return Math.abs(excess) / Math.max(Math.abs(bound), Number.MIN_VALUE);
}

/** Shares that differ by less come from the order in which sums are added. */
const SAME_SHARE = 1e-12;

const NOTHING: RepairStep = { leaves: [], to: -1 };

class Search {
  readonly #drift: Drift;
  /** Whether all together hold neither too much nor too little of anything. */
  readonly canBeInside: boolean;
  readonly #width: number;
  readonly #isThorough: boolean;
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
    this.#isThorough = drift.owner.length * territories <= MAX_THOROUGH;
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

  /** The least of all, or null where more states would have to be opened. */
  byBound({ states: [small, large] }: RepairEffort): State | null {
    const states = this.#isThorough ? small : large;
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

  repairOf(state: State, atLeast = this.#start.bound): Repair {
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
      const standing = { drift, owner: this.#owner, moved, leavesOf: this.#leavesOf, isThorough: this.#isThorough };
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
