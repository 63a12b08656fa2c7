import type { Violation } from '../domain/failure.ts';
import { shorten } from '../domain/shorten.ts';
import type { Ports } from './ports.ts';

/** What is wrong with the line that a body names: that the plan does not have it. */
export async function blameLine(
  ports: Ports,
  workspaceId: string,
  planId: string,
  line: string | null,
): Promise<readonly Violation[]> {
  if (line === null || (await ports.lines.find(workspaceId, planId, line)) !== null) return [];
  const remedy = `send one that GET /v1/plans/${planId}/lines lists, or leave it out for all accounts`;
  return [{ field: '/line', value: shorten(line), detail: 'is no line of this plan', remedy }];
}
