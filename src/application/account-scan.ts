import type { Cell } from '../domain/cell.ts';
import type { LineFilter } from '../domain/line.ts';
import type { Plan } from '../domain/plan.ts';

/** What of an account a scan of all of them reads. */
export interface ScannedAccount {
  readonly id: string;
  readonly name: string;
  readonly lat: number;
  readonly lng: number;
  /** At the plan's finest resolution. */
  readonly cell: Cell;
  readonly repId: string | null;
  readonly requiredSkills: readonly string[];
  /** The value of the attribute that was asked for, or null. */
  readonly key: string | null;
}

/** Reads all accounts of a plan, some thousands at a time. */
export interface AccountScan {
  /**
   * By id, ascending, all of one set; with a line its accounts alone. `key`: an attribute, or `segment`, `size`, `repId`, `name`. Throws `accounts-replaced`.
   *
   * Cost: a query for each page.
   */
  pages(
    workspaceId: string,
    plan: Plan,
    key: string | null,
    line: LineFilter | null,
  ): AsyncIterable<readonly ScannedAccount[]>;
  /** Ids of accounts of which the log of a plan ever named an owner, ascending, after one of them. */
  everNamed(workspaceId: string, planId: string, after: string, limit: number): Promise<string[]>;
}
