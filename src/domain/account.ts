import type { AccountStatus } from './account-status.ts';

/** A customer or prospect, as an upload row says it. */
export interface Account {
  /** The caller's own id, unique within a plan. */
  readonly id: string;
  readonly name: string;
  readonly lat: number;
  readonly lng: number;
  readonly segment: string | null;
  readonly productLines: readonly string[];
  readonly size: string | null;
  /** Skills that a rep needs to serve it. */
  readonly requiredSkills: readonly string[];
  /** How long one visit takes. */
  readonly visitMinutes: number | null;
  readonly visitsPerPeriod: number | null;
  /** Day of the last visit, YYYY-MM-DD. */
  readonly lastVisit: string | null;
  /** Id of the rep who serves it now. */
  readonly repId: string | null;
  readonly status: AccountStatus | null;
  /** Metric values, finite and not negative. `accounts` is implied and always 1. */
  readonly metrics: Readonly<Record<string, number>>;
  /** What else the row holds, as text. */
  readonly attributes: Readonly<Record<string, string>>;
}
