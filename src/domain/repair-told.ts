import type { Cell } from './cell.ts';
import type { LayoutId } from './layout.ts';

/** A territory outside of a limit today, and after the repair. */
export interface MendedBreach {
  readonly territoryId: string;
  readonly metric: string;
  readonly sum: number;
  readonly target: number;
  readonly least: number;
  readonly most: number;
  /** What it holds after the repair. */
  readonly repaired: number;
}

/** A leaf that changes hands, and what it is good for. */
export interface ExplainedMove {
  readonly cell: Cell;
  readonly from: string;
  readonly to: string;
  readonly sums: Readonly<Record<string, number>>;
  /** What would be outside if it stayed and all else moved. */
  readonly without: {
    readonly breaches: readonly {
      readonly territoryId: string;
      readonly metric: string;
      readonly sum: number;
      readonly bound: number;
    }[];
    readonly apart: readonly { readonly territoryId: string; readonly pieces: number }[];
  };
}

/** The smallest repair of a layout, as it is told. */
export interface RepairTold {
  /** The layout with the same borders and today's numbers. */
  readonly counted: { readonly layoutId: LayoutId };
  /** The layout that mends it; null where there is nothing to do, or nothing that helps. */
  readonly repaired: { readonly layoutId: LayoutId } | null;
  readonly breaches: readonly MendedBreach[];
  readonly moves: readonly ExplainedMove[];
  readonly isInside: boolean;
  readonly accounts: number;
  readonly atLeast: number;
}
