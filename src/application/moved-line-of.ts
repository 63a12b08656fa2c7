import type { Layout } from '../domain/layout.ts';
import type { Line } from '../domain/line.ts';
import { lineIdOf } from './line-id-of.ts';
import { lineOf } from './line-of.ts';
import type { Ports } from './ports.ts';

/** The line of a plan whose accounts a change to a layout moves; null: all. Throws `invalid-problem` where the plan does not have it; `otherwise` is what else would do. */
export async function movedLineOf(
  ports: Ports,
  workspaceId: string,
  planId: string,
  layout: Layout,
  otherwise = '',
): Promise<Line | null> {
  const lineId = await lineIdOf(ports, workspaceId, planId, layout);
  return lineOf(ports, workspaceId, planId, lineId, 'that could move', otherwise);
}
