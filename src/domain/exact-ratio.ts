/**
 * Finite numbers of 0 or more as whole numbers in the same proportions, without any rounding: a double is a whole number times a power of two.
 *
 * Cost: numbers of up to 2,100 bits where the largest and the smallest are as far apart as doubles go.
 */
export function wholeRatios(values: readonly number[]): bigint[] {
  const parts = values.map(splitDouble);
  const lowest = parts.reduce((least, { whole, power }) => (whole === 0n ? least : Math.min(least, power)), Infinity);
  return parts.map(({ whole, power }) => (whole === 0n ? 0n : whole << BigInt(power - lowest)));
}

const view = new DataView(new ArrayBuffer(8));

/** A double as `whole * 2^power`. */
function splitDouble(value: number): { readonly whole: bigint; readonly power: number } {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xf_ffff_ffff_ffffn;
  // Subnormal numbers have no hidden bit.
  return exponent === 0 ? { whole: fraction, power: -1074 } : { whole: fraction | (1n << 52n), power: exponent - 1075 };
}
