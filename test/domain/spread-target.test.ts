import { describe, expect, test } from 'vitest';
import { wholeRatios } from '../../src/domain/exact-ratio.ts';
import { type ShareClaim, spreadTarget } from '../../src/domain/spread-target.ts';

/** Mulberry32. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function randomWeight(random: () => number): number {
  const kind = random();
  if (kind < 0.3) return 0;
  if (kind < 0.4) return Number.MIN_VALUE * Math.ceil(random() * 9);
  if (kind < 0.5) return random() * 1e-12;
  if (kind < 0.6) return Math.ceil(random() * 3);
  if (kind < 0.65) return Number.MAX_VALUE * random();
  if (kind < 0.7) return -random();
  return random() * 1e6;
}

/** A random case, from small ones with ties to totals of 2^53 and weights as far apart as doubles go. */
function randomCase(seed: number) {
  const random = dice(seed);
  const count = 1 + Math.floor(random() * 40);
  const claims = Array.from({ length: count }, (_, at) => ({ id: `t${at}`, weight: randomWeight(random) }));
  const step = [1, 1, 5, 1000, 12_345, 2 ** 30][Math.floor(random() * 6)] ?? 1;
  const most = Math.floor(Number.MAX_SAFE_INTEGER / step);
  const steps = random() < 0.1 ? most : Math.floor(random() * 10 ** Math.floor(random() * 16));
  return { claims, step, total: Math.min(steps, most) * step, random };
}

function shuffled(claims: readonly ShareClaim[], random: () => number): ShareClaim[] {
  return claims
    .map((claim) => ({ claim, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ claim }) => claim);
}

describe('shares of a total', () => {
  test('sum up to it exactly, in whole steps, within a step of their quota, whatever the order: 10,000 random cases', () => {
    for (let seed = 1; seed <= 10_000; seed++) {
      const { claims, step, total, random } = randomCase(seed);
      const { shares, fellBack } = spreadTarget(claims, { total, step });
      const sum = [...shares.values()].reduce((all, share) => all + BigInt(share), 0n);
      expect([seed, sum]).toEqual([seed, BigInt(total)]);
      const weights = wholeRatios(claims.map(({ weight }) => (fellBack ? 1 : Math.max(0, weight))));
      const all = weights.reduce((one, other) => one + other, 0n);
      claims.forEach(({ id }, at) => {
        const share = BigInt(shares.get(id) ?? -1);
        // |share - total * weight / all| < step, without a fraction.
        const off = share * all - BigInt(total) * (weights[at] ?? 0n);
        const isOff = share % BigInt(step) !== 0n || share < 0n || (off < 0n ? -off : off) >= BigInt(step) * all;
        if (isOff) expect([seed, id, share]).toBeNull();
      });
      const again = spreadTarget(shuffled(claims, random), { total, step }).shares;
      for (const [id, share] of shares) if (again.get(id) !== share) expect([seed, id, again.get(id)]).toEqual(share);
    }
  });

  test('are equal where no claim has weight, and say so', () => {
    const claims = ['c', 'a', 'b'].map((id) => ({ id, weight: 0 }));
    const { shares, fellBack } = spreadTarget(claims, { total: 10, step: 1 });
    expect([fellBack, shares.get('a'), shares.get('b'), shares.get('c')]).toEqual([true, 4, 3, 3]);
  });

  test('give what is left to the largest remainder, then the larger weight, then the first id', () => {
    const by = (weights: Record<string, number>, total: number) =>
      Object.fromEntries(
        spreadTarget(
          Object.entries(weights).map(([id, weight]) => ({ id, weight })),
          { total, step: 1 },
        ).shares,
      );
    expect(by({ a: 1, b: 2, c: 2 }, 4)).toEqual({ a: 1, b: 2, c: 1 });
    expect(by({ a: 1, b: 3 }, 2)).toEqual({ a: 0, b: 2 });
    expect(by({ b: 1, a: 1 }, 1)).toEqual({ a: 1, b: 0 });
  });

  test('are no less than the minimum, and those above share what is left by their weights', () => {
    for (let seed = 1; seed <= 2_000; seed++) {
      const { claims, step, total } = randomCase(seed);
      const minimum = Math.floor((total / step / claims.length) * dice(seed)()) * step;
      const { shares, raised } = spreadTarget(claims, { total, step, minimum });
      const values = [...shares.values()];
      expect(values.reduce((all, share) => all + BigInt(share), 0n)).toBe(BigInt(total));
      expect(values.every((share) => share >= minimum && share % step === 0)).toBe(true);
      expect(raised.every((id) => shares.get(id) === minimum)).toBe(true);
    }
    const claims = [8, 1, 1, 0].map((weight, at) => ({ id: `t${at}`, weight }));
    const { shares, raised } = spreadTarget(claims, { total: 100, step: 1, minimum: 15 });
    expect([[...shares.entries()].sort(), [...raised].sort()]).toEqual([
      [
        ['t0', 55],
        ['t1', 15],
        ['t2', 15],
        ['t3', 15],
      ],
      ['t1', 't2', 't3'],
    ]);
  });

  test('are refused where the minima are more than the total', () => {
    expect(() => spreadTarget([{ id: 'a', weight: 1 }], { total: 4, step: 1, minimum: 5 })).toThrow(RangeError);
  });
});

test('numbers are in the same proportions as whole numbers', () => {
  expect(wholeRatios([0.5, 0.25, 0, 3])).toEqual([2n, 1n, 0n, 12n].map((one) => one << 52n));
  const [smallest, one] = wholeRatios([Number.MIN_VALUE, 1]);
  expect([smallest, one]).toEqual([1n, 1n << 1074n]);
});
