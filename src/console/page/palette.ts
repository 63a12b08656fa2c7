/** Fills of territories, by the color position in the layout. More than eight are for the rare map that needs them. */
export const TERRITORY_FILLS = [
  '#4f86b8',
  '#f0a63a',
  '#5aa85a',
  '#dd6b62',
  '#9a7fc4',
  '#3fb3ad',
  '#d681a6',
  '#b5a23f',
  '#93745f',
  '#8496a5',
] as const;

/** From far too little to far too much: dark ends are outside the tolerance. */
export const DEVIATION_FILLS = ['#1b4f8a', '#7fa9d1', '#f1efe8', '#eeaf72', '#a63f0e'] as const;

/** From the least to the most of a figure of which more is better. */
export const STEP_FILLS = ['#8c3b1f', '#dda36b', '#f1efe8', '#8fc2b4', '#1d6f5f'] as const;

/** How goals stand. */
export const STATUS_FILLS = {
  'on-track': '#3c9270',
  'at-risk': '#f0bd4f',
  behind: '#b3402a',
  'not-begun': '#cccccc',
} as const;

/** Where nothing is known. */
export const NO_FILL = '#cccccc';

/** The fill of a value by where it is from the least to the most. */
export function stepFill(value: number, [least, most]: readonly [number, number]): string {
  const share = most > least ? (value - least) / (most - least) : 0.5;
  return STEP_FILLS[Math.min(STEP_FILLS.length - 1, Math.floor(share * STEP_FILLS.length))] ?? NO_FILL;
}

/** The fill of a color position. */
export function territoryFill(color: number): string {
  return TERRITORY_FILLS[color % TERRITORY_FILLS.length] as string;
}

/** The fill of a signed deviation: dark where it is outside the tolerance. */
export function deviationFill(deviation: number, tolerance: number): string {
  const share = deviation / Math.max(tolerance, 1e-6);
  if (share < -1 - 1e-9) return DEVIATION_FILLS[0];
  if (share > 1 + 1e-9) return DEVIATION_FILLS[4];
  return share < -1 / 3 ? DEVIATION_FILLS[1] : share > 1 / 3 ? DEVIATION_FILLS[3] : DEVIATION_FILLS[2];
}
