import type { Overlap } from './overlaps.ts';
import { settled } from './settle-sums.ts';

/** A measure of each of two layouts; null where one does not have it. */
export interface Change<T = number | null> {
  readonly before: T;
  readonly after: T;
}

/** Amounts by metric; null for a metric that only one of the layouts has. */
export type Amounts = Readonly<Record<string, number | null>>;

/** Amounts of what some overlaps hold together. */
export function amountsOf(names: readonly string[], shared: readonly string[], overlaps: readonly Overlap[]): Amounts {
  return byName(names, (name) => {
    const column = shared.indexOf(name);
    if (column < 0) return null;
    return settled(overlaps.reduce((sum, { sums }) => sum + (sums[column] ?? 0), 0));
  });
}

/** An object with a value for each name. */
export function byName<T>(names: readonly string[], toValue: (name: string) => T): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, toValue(name)]));
}
