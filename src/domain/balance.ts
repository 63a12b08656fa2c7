import { Failure, type Violation } from './failure.ts';
import { ACCOUNTS_METRIC } from './metric.ts';
import { readNumber } from './read-number.ts';
import { shorten } from './shorten.ts';

/** Tolerance by metric, as a fraction of the target. The first metric weighs in the moment of inertia. */
export type Balance = Readonly<Record<string, number>>;

/** Within which the accounts are balanced where nobody says: 10 %. */
export const DEFAULT_TOLERANCE = 0.1;

/** What is balanced where the caller does not say: the number of accounts. */
export const DEFAULT_BALANCE: Balance = { [ACCOUNTS_METRIC]: DEFAULT_TOLERANCE };

const REMEDY = 'send metric:tolerance pairs, for example revenue:0.05,accounts:0.1';

/** Reads `metric:tolerance,...`. Throws `invalid-parameter` with every violation. */
export function parseBalance(text: string, field = 'balance'): Balance {
  const pairs = text.split(',').map((pair): [string, unknown] => {
    const colon = pair.lastIndexOf(':');
    return colon < 0 ? [pair.trim(), undefined] : [pair.slice(0, colon).trim(), pair.slice(colon + 1)];
  });
  return balanceOf(pairs, field);
}

/** Reads pairs of metric and tolerance. Throws `invalid-parameter` with every violation. */
export function balanceOf(
  pairs: readonly (readonly [metric: string, tolerance: unknown])[],
  field = 'balance',
): Balance {
  const violations = pairs.flatMap(([metric, tolerance], at): Violation[] => {
    const number = readNumber(tolerance);
    const refuse = (detail: string, remedy: string) => [
      { field, value: shorten(`${metric}:${tolerance ?? ''}`), detail, remedy },
    ];
    if (metric === '') return refuse('names no metric', REMEDY);
    if (number === null) return refuse('has no tolerance', REMEDY);
    if (number <= 0 || number > 1) {
      return refuse('has a tolerance that is not above 0 and at most 1', 'send a fraction: 0.05 stands for 5 %');
    }
    if (pairs.findIndex(([other]) => other === metric) < at) return refuse('names the metric twice', 'name it once');
    return [];
  });
  const [first, ...rest] = violations;
  if (first !== undefined) throw Failure.invalid('invalid-parameter', first, ...rest);
  if (pairs.length === 0) return DEFAULT_BALANCE;
  return Object.fromEntries(pairs.map(([metric, tolerance]) => [metric, readNumber(tolerance) ?? 0]));
}
