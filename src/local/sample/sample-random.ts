/** What the whole sample is made from: another seed makes another business on the same market. */
export const SAMPLE_SEED = 'hexalign sample 1';

/** Numbers that always follow from a name. */
export interface SampleRandom {
  /** From 0 to below 1. */
  share(): number;
  /** From a first to a last number. */
  between(low: number, high: number): number;
  /** From the standard normal distribution. */
  normal(): number;
  /** One of some values. */
  pick<T>(values: readonly [T, ...T[]]): T;
}

/**
 * A stream of its own for each name, so that what is made of one account does not depend on which others there are.
 *
 * Source: the name is hashed as FNV-1a does (Fowler, Noll, Vo), the stream counts on by Weyl's step and mixes as MurmurHash3's finalizer does (Appleby).
 */
export function sampleRandom(...names: readonly (string | number)[]): SampleRandom {
  let state = 0x811c9dc5;
  for (const letter of [SAMPLE_SEED, ...names].join('\n')) {
    state = Math.imul(state ^ (letter.codePointAt(0) as number), 0x01000193);
  }
  const share = () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
  return {
    share,
    between: (low, high) => low + share() * (high - low),
    // Box and Muller's transform.
    normal: () => Math.sqrt(-2 * Math.log(1 - share())) * Math.cos(2 * Math.PI * share()),
    pick: (values) => values[Math.floor(share() * values.length)] ?? values[0],
  };
}
