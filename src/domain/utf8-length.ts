/** Texts of which each character is a byte; JSON has no others below the space. */
const ASCII = /^[ -~]*$/;
const encoder = new TextEncoder();

/** Bytes of a text as UTF-8. Cost: a text without other than ASCII is not encoded. */
export function utf8Length(text: string): number {
  return ASCII.test(text) ? text.length : encoder.encode(text).length;
}
