const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 });

/** `150,312`. */
export function formatWhole(value: number): string {
  return whole.format(value);
}

/** `150K`, `2.31M`. */
export function formatShort(value: number): string {
  return short.format(value);
}

/** `4.9%` of a fraction. */
export function formatPercent(fraction: number, digits = 1): string {
  return `${(fraction * 100).toFixed(digits)}%`;
}

/** `+4.9%` or `−4.9%` of a fraction. */
export function formatSignedPercent(fraction: number): string {
  const text = formatPercent(Math.abs(fraction));
  return fraction < 0 ? `−${text}` : `+${text}`;
}
