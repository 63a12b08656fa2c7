import { goalNotFound } from '../domain/goal.ts';
import type { GoalRevision } from '../domain/goal-revision.ts';
import type { RevisedGoal } from './create-goal.ts';
import type { Page, PageRequest } from './page.ts';
import type { Ports } from './ports.ts';
import { settleGoals } from './settle-goals.ts';

/** Revisions that an answer tells beside a goal. */
export const TOLD_REVISIONS = 100;

/** A goal that stands by what is in force, with its last 100 revisions. Throws `not-found`. */
export async function getGoal(ports: Ports, workspaceId: string, planId: string, goalId: string): Promise<RevisedGoal> {
  await settleGoals(ports, workspaceId, planId);
  return readGoal(ports, workspaceId, planId, goalId);
}

/** The same as it is on record. Throws `not-found`. */
export async function readGoal(
  ports: Ports,
  workspaceId: string,
  planId: string,
  goalId: string,
): Promise<RevisedGoal> {
  const goal = await ports.goals.find(workspaceId, planId, goalId);
  if (goal === null) throw goalNotFound();
  const cursor = String(Math.max(0, goal.version - TOLD_REVISIONS));
  const { items } = await ports.goals.revisions(workspaceId, planId, goalId, { cursor, limit: TOLD_REVISIONS });
  return { goal, revisions: items };
}

/** What was done to a goal, the first first. Throws `not-found`. */
export async function listGoalRevisions(
  ports: Ports,
  workspaceId: string,
  planId: string,
  goalId: string,
  page: PageRequest,
): Promise<Page<GoalRevision>> {
  await settleGoals(ports, workspaceId, planId);
  if ((await ports.goals.find(workspaceId, planId, goalId)) === null) throw goalNotFound();
  return ports.goals.revisions(workspaceId, planId, goalId, page);
}

/** What a goal's target was on a day, that day's changes included. */
export async function goalTargetOn(
  ports: Ports,
  workspaceId: string,
  planId: string,
  goalId: string,
  day: string,
): Promise<number> {
  return (await ports.goals.targetsOn(workspaceId, planId, [goalId], day)).get(goalId) ?? 0;
}
