import { Failure } from '../domain/failure.ts';
import type { LayoutId } from '../domain/layout.ts';
import type { Line } from '../domain/line.ts';
import type { Ports } from './ports.ts';

/** The line that the layout is of in the plan: its accounts count, as they are now. Throws `invalid-problem` where it was deleted since. */
export async function lineOf(
  ports: Ports,
  workspaceId: string,
  planId: string,
  layoutId: LayoutId,
): Promise<Line | null> {
  const lineId = (await ports.layouts.linesOf(workspaceId, planId, [layoutId])).get(layoutId) ?? null;
  const line = lineId === null ? null : await ports.lines.find(workspaceId, planId, lineId);
  if (lineId !== null && line === null) {
    throw Failure.invalid('invalid-problem', {
      field: 'line',
      value: lineId.slice(0, 100),
      detail: 'is the line of this layout and was deleted, so there are no accounts to rebalance it for',
      remedy: 'put a line with this id again',
    });
  }
  return line;
}
