import type { Cell, Resolution } from './cell.ts';

/** An H3 cell as its unsigned 64-bit number: the form of typed arrays and of sorting. */
export type CellNumber = bigint;

/** The number of a cell. */
export function cellNumber(cell: Cell): CellNumber {
  return BigInt(`0x${cell}`);
}

/** The 15 digits of a cell's number. */
export function cellText(number: CellNumber): Cell {
  return number.toString(16) as Cell;
}

/** The resolution of a cell. */
export function resolutionOf(number: CellNumber): Resolution {
  return Number((number >> 52n) & 15n) as Resolution;
}

/** The ancestor of a cell at a resolution that is not finer than its own; the cell itself at its own. */
export function ancestorAt(number: CellNumber, resolution: number): CellNumber {
  const unusedDigits = BigInt(3 * (15 - resolution));
  return (number & ~(15n << 52n)) | (BigInt(resolution) << 52n) | ((1n << unusedDigits) - 1n);
}

/** The descendant at a finer resolution that holds the center of a cell; the cell itself at its own. */
export function centerChildAt(number: CellNumber, resolution: number): CellNumber {
  const own = resolutionOf(number);
  const unusedDigits = BigInt(3 * (15 - own));
  const cleared = number & ~((1n << unusedDigits) - 1n);
  const stillUnused = (1n << BigInt(3 * (15 - resolution))) - 1n;
  return (cleared & ~(15n << 52n)) | (BigInt(resolution) << 52n) | stillUnused;
}

/** First and last number that a descendant of a cell at a finer resolution can have. */
export function descendantRange(number: CellNumber, resolution: number): [CellNumber, CellNumber] {
  const first = centerChildAt(number, resolution);
  const span = (1n << BigInt(3 * (15 - resolutionOf(number)))) - 1n;
  return [first, (first | span) as CellNumber];
}
