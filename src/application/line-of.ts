import { Failure } from '../domain/failure.ts';
import type { Line } from '../domain/line.ts';
import { shorten } from '../domain/shorten.ts';
import type { Ports } from './ports.ts';

/** The line of a plan that a layout is of: its accounts count, as they are now. Throws `invalid-problem` where the plan does not have it; `purpose` is what they would be for, `otherwise` what else would do. */
export async function lineOf(
  ports: Ports,
  workspaceId: string,
  planId: string,
  lineId: string | null,
  purpose: string,
  otherwise = '',
): Promise<Line | null> {
  if (lineId === null) return null;
  const line = await ports.lines.find(workspaceId, planId, lineId);
  if (line !== null) return line;
  throw Failure.invalid('invalid-problem', {
    field: 'line',
    value: shorten(lineId),
    detail: `is the line of this layout and the plan does not have it (it was deleted, or is another plan's), so there are no accounts ${purpose}`,
    remedy: `put a line with this id${otherwise}`,
  });
}
