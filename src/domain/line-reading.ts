import type { LayoutId } from './layout.ts';

/** What a limit is of. */
export const LIMIT_KINDS = ['deviation', 'workload', 'drift', 'quality'] as const;

export type LimitKind = (typeof LIMIT_KINDS)[number];

/**
 * What the territories of a layout hold of something that is limited, in their order.
 *
 * Units: `deviation` in that of the metric, `workload` hours as a share of capacity, `drift` a fraction of what it was, `quality` 0 to 100.
 */
export interface Limited {
  readonly kind: LimitKind;
  /** Of `deviation` a metric of accounts, of `drift` `accounts` or the metric that is value; null for others. */
  readonly metric: string | null;
  /** Null: not known, such as the workload of a territory without a rep. */
  readonly values: readonly (number | null)[];
  /** Null: no limit to that side. */
  readonly least: readonly (number | null)[];
  readonly most: readonly (number | null)[];
  /** Since when a territory is outside, in milliseconds since 1970: the first reading of the unbroken run; null: inside. */
  readonly since: readonly (number | null)[];
}

/** How what is in force in a line stood at a moment. */
export interface LineReading {
  /** Null: the plan as a whole. */
  readonly line: string | null;
  readonly publicationId: string;
  readonly layoutId: LayoutId;
  /** Since when it is in force. */
  readonly inForceMs: number;
  readonly readMs: number;
  /** When the reading before was taken, of the same layout; null: it is the first one. */
  readonly beforeMs: number | null;
  readonly territories: readonly { readonly id: string; readonly name: string; readonly accounts: number }[];
  /** Accounts at places that no territory holds. */
  readonly outside: number;
  readonly limits: readonly Limited[];
}

/** What counts as the same amount, as a share: sums are added in another order than limits were. */
const SAME = 1e-9;

/** By how much a value is outside: 0 inside or not known, negative below. */
export function excessOf(value: number | null, least: number | null, most: number | null): number {
  if (value === null) return 0;
  if (most !== null && value > most + SAME * Math.abs(most)) return value - most;
  return least !== null && value < least - SAME * Math.abs(least) ? value - least : 0;
}

/** The excess of a territory. */
export function excessAt({ values, least, most }: Limited, at: number): number {
  return excessOf(values[at] ?? null, least[at] ?? null, most[at] ?? null);
}

/** The same limit of another reading, or undefined. */
export function sameLimit(reading: LineReading, { kind, metric }: Pick<Limited, 'kind' | 'metric'>) {
  return reading.limits.find((one) => one.kind === kind && one.metric === metric);
}

/** Whether two readings are of the same territories: only then a run goes on from one to the other. */
export function isSameLayout(one: Pick<LineReading, 'layoutId'>, other: Pick<LineReading, 'layoutId'>): boolean {
  return one.layoutId === other.layoutId;
}

/** A reading that tells since when each territory is outside: as the reading before says, else since now. */
export function withSince(reading: LineReading, before: LineReading | null): LineReading {
  const known = before !== null && isSameLayout(reading, before) ? before : null;
  return {
    ...reading,
    beforeMs: known?.readMs ?? null,
    limits: reading.limits.map((limited) => {
      const former = known && sameLimit(known, limited);
      const since = reading.territories.map((_, at) =>
        excessAt(limited, at) === 0 ? null : (former?.since[at] ?? reading.readMs),
      );
      return { ...limited, since };
    }),
  };
}

/** Positions of territories that are outside of any limit, ascending. */
export function territoriesOutside({ territories, limits }: LineReading): number[] {
  return [...territories.keys()].filter((at) => limits.some((limited) => excessAt(limited, at) !== 0));
}
