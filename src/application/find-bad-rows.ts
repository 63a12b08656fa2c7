import { Failure, type Violation } from '../domain/failure.ts';
import { ViolationList } from './violation-list.ts';

/** Rows whose ids are held to find the doubled ones. */
const MAX_IDS = 250_000;

/** What is wrong with the rows of an upload: the first 1,000 violations, and how many there are. */
export interface BadRows {
  readonly violations: readonly Violation[];
  readonly violationCount: number;
}

type CheckedRow =
  | { readonly ok: true; readonly line: number }
  | { readonly ok: false; readonly violations: readonly Violation[] };

/** Looks through the rows of an upload that is refused for another reason: who mends the one should know of the other. Stores nothing. */
export async function findBadRows<Row extends CheckedRow>(
  rows: AsyncIterable<Row>,
  idOf: (row: Extract<Row, { ok: true }>) => string,
): Promise<BadRows> {
  const found = new ViolationList();
  const lines = new Map<string, number>();
  try {
    for await (const row of rows) {
      if (!row.ok) {
        found.add(row.violations);
        continue;
      }
      const id = idOf(row as Extract<Row, { ok: true }>);
      const first = lines.get(id);
      if (first !== undefined) found.addDuplicate(row.line, id, first);
      else if (lines.size < MAX_IDS) lines.set(id, row.line);
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // The file cannot be read any further.
    found.add(error.violations);
  }
  return { violations: found.listed, violationCount: found.count };
}
