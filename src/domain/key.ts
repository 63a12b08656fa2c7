import { crc32 } from './crc32.ts';
import { BASE62, randomBase62 } from './random-base62.ts';

const RANDOM_DIGITS = 30;
const CHECK_DIGITS = 6;

/**
 * Makes a key: `hxk_`, 30 random base62 digits (178 bits), and their CRC-32 in 6 more, so that scanners tell a key from noise.
 *
 * Source: GitHub, "Behind GitHub's new authentication token formats" (2021).
 */
export function createKey(): string {
  const random = randomBase62(RANDOM_DIGITS);
  return `hxk_${random}${checkDigits(random)}`;
}

/** Whether a text has the form of a key and its check digits agree. */
export function isKey(text: string): boolean {
  const random = /^hxk_([0-9A-Za-z]{30})[0-9A-Za-z]{6}$/.exec(text)?.[1];
  return random !== undefined && text.endsWith(checkDigits(random));
}

function checkDigits(random: string): string {
  let rest = crc32(new TextEncoder().encode(random));
  let digits = '';
  for (let i = 0; i < CHECK_DIGITS; i++) {
    digits = BASE62[rest % 62] + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
