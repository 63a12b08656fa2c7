import { digestHex } from './digest-hex.ts';
import { BASE62, randomBase62 } from './random-base62.ts';

const DIGITS = 22;

/** A new id, `pub_` and 22 base62 digits: random, or that which always follows from a text. */
export async function publicationId(seed: string | null): Promise<string> {
  if (seed === null) return `pub_${randomBase62(DIGITS)}`;
  let rest = BigInt(`0x${await digestHex(seed)}`);
  let digits = '';
  for (let i = 0; i < DIGITS; i++) {
    digits += BASE62[Number(rest % 62n)];
    rest /= 62n;
  }
  return `pub_${digits}`;
}
