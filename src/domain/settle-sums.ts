/**
 * Rounds sums in place to twelve significant digits.
 *
 * The last bits of a floating sum depend on the order of its terms; the accounts in any order are the same problem and must lead to
 * the same layout id. Decimal input of twelve digits or fewer comes out exact.
 */
export function settleSums(sums: Float64Array): Float64Array {
  sums.forEach((sum, at) => {
    if (!Number.isInteger(sum)) sums[at] = Number(sum.toPrecision(12));
  });
  return sums;
}
