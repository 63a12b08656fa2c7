import { Failure } from '../domain/failure.ts';
import { type Goal, type GoalChange, goalNotFound } from '../domain/goal.ts';
import type { GoalRevision } from '../domain/goal-revision.ts';
import { localDay } from '../domain/moment.ts';
import type { RevisedGoal } from './create-goal.ts';
import type { Decider } from './decide.ts';
import { readGoal } from './get-goal.ts';
import { checkGoal } from './goal-intent.ts';
import type { Ports } from './ports.ts';
import { settleGoals, tooManyWrites } from './settle-goals.ts';

const MAX_TRIES = 20;

/**
 * Changes a goal from today on, and keeps what it was: a change that changes nothing leaves no revision.
 *
 * @param expected the version that it was made from; null: whichever there is
 *
 * Errors: `not-found`; `invalid-parameter`; `precondition-failed` where it is another version.
 */
export async function changeGoal(
  ports: Ports,
  { workspaceId, planId, keyId }: Decider,
  goalId: string,
  { change, reason }: { readonly change: GoalChange; readonly reason: string },
  expected: number | null,
): Promise<RevisedGoal> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const { plan, clock, nowMs, next } = await settleGoals(ports, workspaceId, planId);
    const goal = await findExpected(ports, workspaceId, planId, goalId, expected);
    const changed = { ...goal, ...change, version: goal.version + 1 };
    checkGoal(plan, changed);
    const changes = changesOf(goal, changed, change);
    if (changes.length === 0) return readGoal(ports, workspaceId, planId, goalId);
    const revision: GoalRevision = {
      ...{ goalId, revision: changed.version, kind: 'changed', effectiveDay: localDay(nowMs, plan.timeZone) },
      ...{ recordedMs: nowMs, keyId, reason, delta: changed.target - goal.target, target: changed.target },
      ...{ changes, transfer: null },
    };
    const write = { expected: clock, clock: next, created: [], changed: [changed], deleted: [], revisions: [revision] };
    if (await ports.goals.write(workspaceId, planId, write)) return readGoal(ports, workspaceId, planId, goalId);
  }
  throw tooManyWrites();
}

/** Deletes a goal with its revisions. Errors: `not-found`; `precondition-failed` where it is another version than expected. */
export async function deleteGoal(
  ports: Ports,
  workspaceId: string,
  planId: string,
  goalId: string,
  expected: number | null,
): Promise<void> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const { clock, next } = await settleGoals(ports, workspaceId, planId);
    await findExpected(ports, workspaceId, planId, goalId, expected);
    const write = { expected: clock, clock: next, created: [], changed: [], deleted: [goalId], revisions: [] };
    if (await ports.goals.write(workspaceId, planId, write)) return;
  }
  throw tooManyWrites();
}

async function findExpected(
  ports: Ports,
  workspaceId: string,
  planId: string,
  goalId: string,
  expected: number | null,
): Promise<Goal> {
  const goal = await ports.goals.find(workspaceId, planId, goalId);
  if (goal === null) throw goalNotFound();
  if (expected === null || goal.version === expected) return goal;
  throw new Failure('precondition-failed', 'the goal has changed since you read it: read it again and decide anew');
}

function changesOf(goal: Goal, changed: Goal, change: GoalChange): GoalRevision['changes'] {
  return (Object.keys(change) as (keyof GoalChange)[])
    .filter((member) => JSON.stringify(goal[member]) !== JSON.stringify(changed[member]))
    .map((member) => ({ member, from: goal[member], to: changed[member] }));
}
