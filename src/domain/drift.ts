import type { TouchingLeaves } from './leaf-pieces.ts';

/** Leaves as territories own them, what they hold today, and how much of it a territory may hold. */
export interface Drift {
  /** Position of the territory of each leaf. */
  readonly owner: Uint32Array;
  /** Accounts of each leaf, and what they are worth: what a move costs. */
  readonly accounts: Float64Array;
  readonly value: Float64Array;
  /** Row-major [leaves][limits]: what of each limited metric a leaf holds; not negative. */
  readonly amounts: Float64Array;
  /** Row-major [territories][limits]: least and most of each limited metric. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** 1 where a leaf stays where it is. */
  readonly isHeld: Uint8Array;
  readonly touching: TouchingLeaves;
}

/** A limit that a territory is outside of: by how much, above it or, negative, below. */
export interface Breach {
  readonly territory: number;
  readonly limit: number;
  readonly excess: number;
}

/** What counts as the same amount, as a share: sums are added in another order than limits were. */
const SAME = 1e-9;

/** How many limits each territory has. */
export function limitsOf({ owner, amounts }: Drift): number {
  return owner.length === 0 ? 0 : amounts.length / owner.length;
}

/** Row-major [territories][limits]: what each territory holds. */
export function amountsHeld(drift: Drift, owner: Uint32Array = drift.owner): Float64Array {
  const width = limitsOf(drift);
  const held = new Float64Array(drift.lower.length);
  owner.forEach((territory, leaf) => {
    for (let limit = 0; limit < width; limit++) {
      held[territory * width + limit] =
        (held[territory * width + limit] ?? 0) + (drift.amounts[leaf * width + limit] ?? 0);
    }
  });
  return held;
}

/** By how much an amount is outside of its limits: 0 inside, negative below. */
export function excessAt({ lower, upper }: Drift, place: number, amount: number): number {
  const [least, most] = [lower[place] ?? 0, upper[place] ?? 0];
  if (amount > most + SAME * Math.abs(most)) return amount - most;
  return amount < least - SAME * Math.abs(least) ? amount - least : 0;
}

/** All that is outside, in the order of territories and limits. */
export function breachesOf(drift: Drift, held: Float64Array = amountsHeld(drift)): Breach[] {
  const width = limitsOf(drift);
  const found: Breach[] = [];
  held.forEach((amount, place) => {
    const excess = excessAt(drift, place, amount);
    if (excess !== 0) found.push({ territory: Math.floor(place / width), limit: place % width, excess });
  });
  return found;
}
