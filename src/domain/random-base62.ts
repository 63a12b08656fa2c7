export const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Random base62 digits, each equally likely. 22 of them hold 131 bits. */
export function randomBase62(length: number): string {
  let digits = '';
  while (digits.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) {
      // 248 is the largest multiple of 62 in a byte: the bytes above it would favour the first digits.
      if (byte < 248 && digits.length < length) digits += BASE62[byte % 62];
    }
  }
  return digits;
}
