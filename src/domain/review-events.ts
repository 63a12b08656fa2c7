import { excessAt, type LineReading } from './line-reading.ts';
import { momentText } from './moment.ts';
import type { ReviewSummary } from './review.ts';
import type { NewEvent } from './webhook-event.ts';

/** The event of a review that was made when it was due; null of one that somebody asked for. */
export function reviewEvent(planId: string, review: ReviewSummary): NewEvent | null {
  const { reviewId, dueMs, readMs, nextMs, outcome, failure, lines } = review;
  if (dueMs === null) return null;
  return {
    ...{ planId, type: 'review.due', fact: `review/${reviewId}`, dueMs: null },
    data: {
      ...{ planId, reviewId, dueAt: momentText(dueMs), at: momentText(readMs) },
      nextDueAt: nextMs === null ? null : momentText(nextMs),
      ...{ outcome, failure, lines },
    },
  };
}

/** An event for each territory that is outside of a limit, and was not at the reading before: of two runs at once, which have the same one before, it is the same event. */
export function driftEvents(planId: string, reading: LineReading): NewEvent[] {
  const { line, layoutId, readMs, beforeMs, territories, limits } = reading;
  return territories.flatMap(({ id }, at) => {
    const outside = limits.flatMap((limited) => {
      if (limited.since[at] !== readMs) return [];
      const { kind, metric, values, least, most } = limited;
      const bounds = { value: values[at] ?? null, least: least[at] ?? null, most: most[at] ?? null };
      return [{ kind, metric, ...bounds, excess: excessAt(limited, at) }];
    });
    if (outside.length === 0) return [];
    const fact = `drift/${JSON.stringify([planId, line, layoutId, id, beforeMs])}`;
    const data = { planId, line, layoutId, territoryId: id, since: momentText(readMs), limits: outside };
    return [{ planId, type: 'territory.drifted' as const, fact, dueMs: null, data }];
  });
}
