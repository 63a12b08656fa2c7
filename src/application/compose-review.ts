import type { LineReading } from '../domain/line-reading.ts';
import { lineStanding } from '../domain/line-standing.ts';
import type { Plan } from '../domain/plan.ts';
import { answerOf, type LineVerdict, outcomeOf, type Review } from '../domain/review.ts';
import type { Ports } from './ports.ts';

/** A repair that was looked for. */
export type FoundRepair = Pick<LineVerdict, 'repair' | 'failure'>;

/** What is to be done about a line; `found`: the repair that was looked for, null: none was. */
export function verdictOf(reading: LineReading, found: FoundRepair | null): LineVerdict {
  const { answer, rebalance } = answerOf(reading);
  if (answer !== 'repair') return { answer, rebalance, repair: null, failure: null };
  const { repair, failure } = found ?? { repair: null, failure: null };
  return { answer: repair?.repaired ? 'repair' : 'outside', rebalance, repair, failure };
}

/** Puts a review together from readings and what is to be done about them. */
export async function composeReview(
  ports: Ports,
  workspaceId: string,
  { planId }: Plan,
  made: Pick<Review, 'reviewId' | 'dueMs' | 'readMs' | 'nextMs' | 'limits'> & {
    readonly lines: readonly LineReading[];
    readonly verdicts: readonly LineVerdict[];
  },
): Promise<Review> {
  const { lines, verdicts, ...told } = made;
  const reviewed = [];
  for (const [at, reading] of lines.entries()) {
    const before = await ports.reviews.readings(workspaceId, planId, reading.line);
    reviewed.push({ ...lineStanding(reading, before, told.nextMs), ...(verdicts[at] as LineVerdict) });
  }
  return { ...told, outcome: outcomeOf(verdicts), failure: null, lines: reviewed };
}
