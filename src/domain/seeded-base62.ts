import { digestHex } from './digest-hex.ts';
import { BASE62 } from './random-base62.ts';

/** Base62 digits that always follow from a text. */
export async function seededBase62(seed: string, length: number): Promise<string> {
  let rest = BigInt(`0x${await digestHex(seed)}`);
  let digits = '';
  for (let i = 0; i < length; i++) {
    digits += BASE62[Number(rest % 62n)];
    rest /= 62n;
  }
  return digits;
}
