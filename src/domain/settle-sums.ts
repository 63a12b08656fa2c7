/**
 * Rounds sums in place to twelve significant digits.
 *
 * The last bits of a floating sum depend on the order of its terms; the accounts in any order are the same problem and must lead to
 * the same layout id. Decimal input of twelve digits or fewer comes out exact.
 */
export function settleSums(sums: Float64Array): Float64Array {
  sums.forEach((sum, at) => {
    sums[at] = settled(sum);
  });
  return sums;
}

/** A sum without its rounding errors: 0.3 and not 0.30000000000000004. */
export function settled(sum: number): number {
  return Number.isInteger(sum) ? sum : Number(sum.toPrecision(12));
}
