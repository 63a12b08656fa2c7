import { randomBase62 } from './random-base62.ts';
import { seededBase62 } from './seeded-base62.ts';

const DIGITS = 22;

/** A new id, `pub_` and 22 base62 digits: random, or that which always follows from a text. */
export async function publicationId(seed: string | null): Promise<string> {
  return `pub_${seed === null ? randomBase62(DIGITS) : await seededBase62(seed, DIGITS)}`;
}
