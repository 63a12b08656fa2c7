import type { Violation } from '../domain/failure.ts';

/** Violations that an answer lists in full; the rest is counted. */
export const MAX_LISTED = 1_000;

/** Violations of the rows of an upload: the first 1,000 kept, all counted. */
export class ViolationList {
  readonly listed: Violation[] = [];
  /** Violations in all. */
  count = 0;
  /** Rows with a violation. */
  rows = 0;

  /** Takes the violations of one row. */
  add(violations: readonly Violation[]): void {
    this.rows++;
    this.count += violations.length;
    const room = MAX_LISTED - this.listed.length;
    if (room > 0) this.listed.push(...violations.slice(0, room));
  }

  /** Takes a row whose id another row of the upload has; `first` is that row's line, where it is known. */
  addDuplicate(line: number, id: string, first: number | null): void {
    const detail = first === null ? 'is the id of an earlier row too' : `is the id of line ${first} too`;
    this.add([{ line, field: 'id', value: id, detail, remedy: 'give each account one row; the first was taken' }]);
  }
  /** Takes those of another list. */
  addAll(others: ViolationList): void {
    for (const violation of others.listed) this.add([violation]);
    this.count += others.count - others.listed.length;
  }
}
