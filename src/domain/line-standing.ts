import {
  excessAt,
  excessOf,
  isSameLayout,
  type LimitKind,
  type LineReading,
  sameLimit,
  territoriesOutside,
} from './line-reading.ts';
import { linearTrend, type Trend } from './linear-trend.ts';

/** How a territory stands by a limit, in the unit of `Limited`. */
export interface LimitStanding {
  readonly kind: LimitKind;
  readonly metric: string | null;
  readonly value: number | null;
  readonly least: number | null;
  readonly most: number | null;
  /** By how much it is outside: 0 inside, negative below the least. */
  readonly excess: number;
  readonly sinceMs: number | null;
  readonly trend: Trend | null;
  /** At the next review, if it goes on as the trend says and the limits stay; null: nobody can say, or no review is due. */
  readonly next: { readonly value: number; readonly excess: number } | null;
}

/** How a territory stands. */
export interface TerritoryStanding {
  readonly territoryId: string;
  readonly name: string;
  readonly accounts: number;
  readonly limits: readonly LimitStanding[];
}

/** How what is in force in a line stands. */
export interface LineStanding extends Pick<LineReading, 'line' | 'publicationId' | 'layoutId' | 'inForceMs'> {
  /** Accounts at places that no territory holds. */
  readonly outsideAccounts: number;
  /** How many territories are outside of a limit. */
  readonly outside: number;
  readonly territories: readonly TerritoryStanding[];
}

const DAY_MS = 86_400_000;

/** Holds a reading against those before it, ascending, and against when the next review is due (null: never). */
export function lineStanding(
  reading: LineReading,
  before: readonly LineReading[],
  nextReviewMs: number | null,
): LineStanding {
  const { line, publicationId, layoutId, inForceMs, readMs, territories, limits, outside } = reading;
  const alike = [...before.filter((one) => isSameLayout(one, reading)), reading];
  const columns = limits.map((limited) => ({
    limited,
    history: alike.flatMap((one) => {
      const values = sameLimit(one, limited)?.values;
      return values === undefined ? [] : [{ atMs: one.readMs, values }];
    }),
  }));
  return {
    ...{ line, publicationId, layoutId, inForceMs, outsideAccounts: outside },
    outside: territoriesOutside(reading).length,
    territories: territories.map(({ id, name, accounts }, at) => ({
      ...{ territoryId: id, name, accounts },
      limits: columns.map(({ limited, history }): LimitStanding => {
        const [value = null, least = null, most = null] = [limited.values[at], limited.least[at], limited.most[at]];
        const points = history.flatMap(({ atMs, values }) => {
          const then = values[at] ?? null;
          return then === null ? [] : [{ atMs, value: then }];
        });
        const trend = value === null ? null : linearTrend(points);
        const isForetold = value !== null && trend !== null && nextReviewMs !== null;
        const then = isForetold ? value + (trend.perDay * Math.max(0, nextReviewMs - readMs)) / DAY_MS : null;
        return {
          ...{ kind: limited.kind, metric: limited.metric, value, least, most },
          ...{ excess: excessAt(limited, at), sinceMs: limited.since[at] ?? null, trend },
          next: then === null ? null : { value: then, excess: excessOf(then, least, most) },
        };
      }),
    })),
  };
}
