/** Who owned an account; null: nobody. */
export interface OwnerThen {
  readonly territoryId: string | null;
  readonly repId: string | null;
}

/** Values of one owner, metric and stretch of days, summed. */
export interface OwnedSum extends OwnerThen {
  readonly metric: string;
  /** A day; or the first day of a month, for all of it. */
  readonly day: string;
  readonly value: number;
  readonly rows: number;
}

/** How much potential accounts have that one owner has now, and how many they are. */
export interface OwnedPotential extends OwnerThen {
  readonly potential: number;
  readonly accounts: number;
}

/** Open deals of one owner, metric, stage and day of the expected close, summed. */
export interface OwnedDeals extends OwnerThen {
  /** Null: the only metric of the plan's goals. */
  readonly metric: string | null;
  readonly stage: string;
  readonly expectedClose: string;
  readonly deals: number;
  readonly amount: number;
  /** Amounts times the chances that they are won, summed. */
  readonly weighted: number;
}
