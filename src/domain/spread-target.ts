import { wholeRatios } from './exact-ratio.ts';

/** Who gets a share of a total. */
export interface ShareClaim {
  readonly id: string;
  /** Finite; below 0 it counts as 0. */
  readonly weight: number;
}

/** A total, and what its shares must be. */
export interface SpreadTotal {
  /** A whole multiple of `step`. */
  readonly total: number;
  /** A whole number above 0. */
  readonly step: number;
  /** Least share, a whole multiple of `step`. */
  readonly minimum?: number;
}

/** Shares of a total by id. */
export interface Spread {
  readonly shares: ReadonlyMap<string, number>;
  /** Whether no claim had any weight, so that all count the same. */
  readonly fellBack: boolean;
  /** Claims that get the minimum, as their quota was below it. */
  readonly raised: readonly string[];
}

/**
 * Spreads a total by weights, in whole steps that sum up to it exactly, by largest remainders: each gets its quota rounded down, and the steps that are left go
 * one each to the largest remainders; of equal ones to the larger weight, then to the id that comes first. Where no claim has any weight all count the same.
 *
 * With a minimum, those whose quota is below it get just that, and the others share what is left, until no quota is below it.
 *
 * All of it is exact, in whole numbers of any size: the order of the claims does not matter, and no share is a step or more off its quota.
 *
 * Errors: RangeError where there is no claim, or the minima are more than the total.
 * Source: A. Hamilton's method; M. L. Balinski and H. P. Young, "Fair Representation", 1982.
 */
export function spreadTarget(claims: readonly ShareClaim[], { total, step, minimum = 0 }: SpreadTotal): Spread {
  const steps = BigInt(total) / BigInt(step);
  const least = BigInt(minimum) / BigInt(step);
  if (claims.length === 0 || least * BigInt(claims.length) > steps) throw new RangeError('the total is too small');
  const given = wholeRatios(claims.map(({ weight }) => Math.max(0, weight)));
  const fellBack = given.every((weight) => weight === 0n);
  const ordered = claims
    .map(({ id }, at) => ({ id, weight: fellBack ? 1n : (given[at] ?? 0n) }))
    .sort((a, b) => compare(b.weight, a.weight) || (a.id < b.id ? -1 : 1));
  let free = ordered;
  const raised: string[] = [];
  for (;;) {
    const left = steps - least * BigInt(raised.length);
    const sum = free.reduce((all, { weight }) => all + weight, 0n);
    const low = sum === 0n ? [] : free.filter(({ weight }) => left * weight < least * sum);
    if (low.length === 0) break;
    raised.push(...low.map(({ id }) => id));
    free = free.filter((one) => !low.includes(one));
  }
  const shares = divide(free, steps - least * BigInt(raised.length));
  for (const id of raised) shares.set(id, least);
  return {
    shares: new Map([...shares].map(([id, share]) => [id, Number(share * BigInt(step))])),
    ...{ fellBack, raised },
  };
}

/** Claims are in the order in which ties are broken. */
function divide(
  claims: readonly { readonly id: string; readonly weight: bigint }[],
  steps: bigint,
): Map<string, bigint> {
  const sum = claims.reduce((all, { weight }) => all + weight, 0n);
  const quotas = claims.map(({ id, weight }) => ({
    id,
    whole: sum === 0n ? 0n : (steps * weight) / sum,
    remainder: sum === 0n ? 0n : (steps * weight) % sum,
  }));
  let left = steps - quotas.reduce((all, { whole }) => all + whole, 0n);
  const shares = new Map(quotas.map(({ id, whole }) => [id, whole]));
  // Sorting is stable: equal remainders stay in the order of the claims.
  for (const { id, whole } of [...quotas].sort((a, b) => compare(b.remainder, a.remainder))) {
    if (left === 0n) break;
    shares.set(id, whole + 1n);
    left--;
  }
  return shares;
}

function compare(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
