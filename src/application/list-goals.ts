import type { Goal } from '../domain/goal.ts';
import type { GoalFilter } from './goal-store.ts';
import type { Page, PageRequest } from './page.ts';
import type { Ports } from './ports.ts';
import { settleGoals } from './settle-goals.ts';

/** Goals of a plan in the order in which they were made, as they stand by what is in force; with a day in the filter those of it, with their targets as of it. Throws `not-found`. */
export async function listGoals(
  ports: Ports,
  workspaceId: string,
  planId: string,
  filter: GoalFilter,
  page: PageRequest,
): Promise<Page<Goal>> {
  await settleGoals(ports, workspaceId, planId);
  const goals = await ports.goals.list(workspaceId, planId, filter, page);
  if (filter.at === undefined) return goals;
  const ids = goals.items.map(({ goalId }) => goalId);
  const targets = await ports.goals.targetsOn(workspaceId, planId, ids, filter.at);
  return { ...goals, items: goals.items.map((goal) => ({ ...goal, target: targets.get(goal.goalId) ?? goal.target })) };
}
