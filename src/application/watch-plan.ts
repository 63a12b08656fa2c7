import type { Conflict } from '../domain/conflict.ts';
import { conflictId } from '../domain/conflict-id.ts';
import type { ConflictSink } from '../domain/conflict-list.ts';
import type { GoalStatus } from '../domain/goal-progress.ts';
import type { LineReading } from '../domain/line-reading.ts';
import {
  conflictMark,
  isNowAtRisk,
  type LineConflicts,
  newConflicts,
  type ReviewMarks,
  rememberConflicts,
} from '../domain/review-marks.ts';
import type { NewEvent } from '../domain/webhook-event.ts';
import { readConflictGround } from './conflict-ground.ts';
import { findConflicts } from './find-conflicts.ts';
import { getPerformance } from './get-performance.ts';
import type { Ports } from './ports.ts';

/** Conflicts that one event names. */
export const CONFLICTS_PER_EVENT = 100;

/** What a look at a plan has found, beside its readings. */
export interface Watched {
  readonly events: readonly NewEvent[];
  readonly marks: Omit<ReviewMarks, 'ground'>;
}

/** Finds the conflicts of what is in force in one of so many lines that were not there when it was looked for them last; at the first time all are as they always were. Errors: `not-found`, `accounts-replaced`. */
export async function watchConflicts(
  ports: Ports,
  workspaceId: string,
  planId: string,
  { line, layoutId, readMs }: LineReading,
  known: LineConflicts | null,
  lines: number,
): Promise<{ readonly conflicts: LineConflicts; readonly events: NewEvent[] }> {
  const question = { planId, layoutId, line, lineField: 'line', groupBy: null, nowMs: readMs };
  const ground = await readConflictGround(ports, workspaceId, question);
  const found = await findConflicts(ground, null, () => new NewConflicts(known));
  const conflicts = rememberConflicts(line, found.marks, lines);
  if (found.added === 0) return { conflicts, events: [] };
  const named = await Promise.all(
    found.named.map(async ({ kind, subject, severity }) => ({
      conflictId: await conflictId({ kind, subject }, ground.question),
      ...{ kind, severity },
    })),
  );
  const fact = `conflicts/${JSON.stringify([planId, line, readMs])}`;
  const data = { planId, line, layoutId, count: found.added, conflicts: named };
  return { conflicts, events: [{ planId, type: 'conflict.found', fact, dueMs: null, data }] };
}

/** Marks all conflicts, and keeps the first of those that are new. */
class NewConflicts implements ConflictSink {
  readonly marks: string[] = [];
  readonly named: Pick<Conflict, 'kind' | 'subject' | 'severity'>[] = [];
  added = 0;
  readonly #isNew: (mark: string) => boolean;

  constructor(known: LineConflicts | null) {
    this.#isNew = known === null ? () => false : newConflicts(known);
  }

  add(...[kind, severity, subject]: Parameters<ConflictSink['add']>): void {
    const mark = conflictMark(kind, subject);
    this.marks.push(mark);
    if (!this.#isNew(mark)) return;
    this.added++;
    if (this.named.length < CONFLICTS_PER_EVENT) this.named.push({ kind, severity, subject });
  }
}

/** Finds the goals that were on track at the reading before, and are at risk or behind now. Errors: as `getPerformance`. */
export async function watchGoals(
  ports: Ports,
  workspaceId: string,
  planId: string,
  readMs: number,
  known: ReviewMarks['goals'],
): Promise<{ readonly goals: Record<string, GoalStatus>; readonly events: NewEvent[] }> {
  if ((await ports.goals.count(workspaceId, planId)) === 0) return { goals: {}, events: [] };
  const question = { at: null, season: 'auto', potential: null } as const;
  const performance = await getPerformance(ports, workspaceId, planId, question);
  const events = performance.goals.flatMap(({ goal, status, because, pace, achieved }): NewEvent[] => {
    const { goalId, subject, metric, target, start, due } = goal;
    const before = known[goalId];
    if (!isNowAtRisk(before, status)) return [];
    const told = 'parentId' in subject ? { hierarchyId: subject.hierarchyId, nodeId: subject.parentId } : subject;
    const data = {
      ...{ planId, goalId, subject: told, metric, target, start, due },
      ...{ at: performance.at, status, before, achieved, pace, because },
    };
    const fact = `goal/${JSON.stringify([planId, goalId, readMs])}`;
    return [{ planId, type: 'goal.at_risk', fact, dueMs: null, data }];
  });
  return { goals: Object.fromEntries(performance.goals.map(({ goal, status }) => [goal.goalId, status])), events };
}
