import { withSince } from '../domain/line-reading.ts';
import { type LineStanding, lineStanding } from '../domain/line-standing.ts';
import { DEFAULT_LIMITS, type ReviewLimits } from '../domain/review-settings.ts';
import { getPlan } from './get-plan.ts';
import type { Ports } from './ports.ts';
import { readLines } from './read-lines.ts';

/** How a plan stands now. */
export interface PlanStanding {
  readonly readMs: number;
  /** When the next review is due; null: none is. */
  readonly nextMs: number | null;
  readonly limits: ReviewLimits;
  readonly lines: readonly LineStanding[];
}

/** Reads how what is in force in a plan stands by its limits, as its accounts are now; nothing is recorded. Errors: `not-found`, `accounts-replaced`. */
export async function getStanding(
  ports: Ports,
  workspaceId: string,
  planId: string,
  nowMs: number,
): Promise<PlanStanding> {
  const plan = await getPlan(ports, workspaceId, planId);
  const schedule = await ports.reviews.schedule(workspaceId, planId);
  const limits = schedule?.settings.limits ?? DEFAULT_LIMITS;
  const nextMs = schedule?.dueMs ?? null;
  const lines: LineStanding[] = [];
  for (const reading of await readLines(ports, workspaceId, plan, limits, nowMs)) {
    const before = await ports.reviews.readings(workspaceId, planId, reading.line);
    lines.push(lineStanding(withSince(reading, before.at(-1) ?? null), before, nextMs));
  }
  return { readMs: nowMs, nextMs, limits, lines };
}
