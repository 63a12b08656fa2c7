import type { StatusGroup } from './account-status.ts';

/** What the accounts of a territory add up to, as they are now. Amounts are in the units of the plan's metrics. */
export interface TerritoryFacts {
  readonly id: string;
  readonly name: string;
  readonly accounts: number;
  readonly statuses: Readonly<Record<StatusGroup, number>>;
  /** Sum of the value metric; null where the plan names none. */
  readonly value: number | null;
  /** Sum of the potential metric; null where the plan names none. */
  readonly potential: number | null;
  /** Accounts that buy now, and what they are worth: see `isCurrent`. */
  readonly current: { readonly accounts: number; readonly value: number };
  /** Accounts that could be won, and the room with them: see `roomToWin`. */
  readonly toWin: { readonly accounts: number; readonly room: number };
  readonly dormantPotential: number;
  /** Potential of prospects that have a current customer nearby: in the same cell of about 5 km2. */
  readonly prospectsNearby: number;
  /** Value of accounts that no rep serves now. */
  readonly valueWithoutRep: number;
  /** Sum of the ten largest values. */
  readonly largestValues: number;
  readonly workload: Workload;
  /** Who serves it; null: vacant. */
  readonly rep: ServingRep | null;
  /** Accounts that need a skill which the rep lacks. */
  readonly lackingSkills: number;
}

/** Hours in a period, 0 where nobody is visited. The parts are null where accounts bring a workload of their own. */
export interface Workload {
  readonly hours: number;
  readonly visits: number | null;
  readonly travel: number | null;
}

export interface ServingRep {
  readonly repId: string;
  /** Hours in a period; null: not known. */
  readonly capacityHours: number | null;
}

/** What of an account tells whether it buys now. `value` and `potential` are 0 where the plan names no such metric. */
export interface Standing {
  readonly status: StatusGroup;
  readonly value: number;
  readonly potential: number;
}

/** Whether an account buys now: it is a customer, or nobody says what it is and it has a value. */
export function isCurrent({ status, value }: Standing): boolean {
  return status === 'customer' || (status === 'unknown' && value > 0);
}

/** What there is to win with an account that does not buy now: its potential less its value, at least 0. */
export function roomToWin({ value, potential }: Standing): number {
  return Math.max(0, potential - value);
}
