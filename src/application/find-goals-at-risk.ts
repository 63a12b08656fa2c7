import type { GoalPerformance } from '../domain/plan-performance.ts';
import { getPerformance } from './get-performance.ts';
import type { Ports } from './ports.ts';

/**
 * Goals of a plan that are at risk or behind at the end of a day, today by default. Whoever sends `goal.at_risk` asks here and sends those that were not here
 * the time before: nothing is remembered of what was sent. Throws `not-found`.
 */
export async function findGoalsAtRisk(
  ports: Ports,
  workspaceId: string,
  planId: string,
  at: string | null = null,
): Promise<readonly GoalPerformance[]> {
  const { goals } = await getPerformance(ports, workspaceId, planId, { at, season: 'auto', potential: null });
  return goals.filter(({ status }) => status === 'at-risk' || status === 'behind');
}
