import type { Line } from '../domain/line.ts';
import type { Page, PageRequest } from './page.ts';

/** A line and how many accounts are in it now. */
export interface CountedLine extends Line {
  readonly accounts: number;
}

/** What became of a line that was put. */
export type PutLine = 'created' | 'replaced' | 'refused';

/** Lines of plans. */
export interface LineStore {
  /**
   * Makes a line or replaces the one with its id. `refused`, and nothing done, where it is not as `expected` any more, or the plan has as many lines as
   * a plan may have. Throws `not-found` where the plan is gone.
   */
  put(workspaceId: string, planId: string, line: Line, expected: Line | null): Promise<PutLine>;
  /** Stores the lines of a plan that comes in from a file: it has none yet. */
  restore(workspaceId: string, planId: string, lines: readonly Line[]): Promise<void>;
  find(workspaceId: string, planId: string, lineId: string): Promise<Line | null>;
  /** Lines with as many accounts as they have now. Cost: one scan of the accounts for some dozens of lines. */
  count(workspaceId: string, planId: string, lines: readonly Line[]): Promise<readonly CountedLine[]>;
  /** By id, ascending. */
  list(workspaceId: string, planId: string, page: PageRequest): Promise<Page<Line>>;
  /** False, and nothing deleted, where there is none, or it is not as `expected` any more. Layouts of it stay, and go on naming it. */
  delete(workspaceId: string, planId: string, lineId: string, expected: Line | null): Promise<boolean>;
}
