import { Failure } from '../domain/failure.ts';
import type { Line } from '../domain/line.ts';
import type { Ports } from './ports.ts';

/** Lines that a refusal names. */
const NAMED = 20;

/** The line that a request names, null where it names none. Throws `invalid-parameter` in `field` for one that is no line of the plan. */
export async function namedLine(
  ports: Ports,
  workspaceId: string,
  planId: string,
  lineId: string | null,
  field: string,
): Promise<Line | null> {
  if (lineId === null) return null;
  const line = await ports.lines.find(workspaceId, planId, lineId);
  if (line !== null) return line;
  const { items } = await ports.lines.list(workspaceId, planId, { cursor: null, limit: NAMED });
  throw Failure.invalid('invalid-parameter', {
    field,
    value: lineId.slice(0, 100),
    detail: 'is no line of this plan',
    remedy: items.length === 0 ? 'put the line first' : `send one of: ${items.map((item) => item.lineId).join(', ')}`,
  });
}
