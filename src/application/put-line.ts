import { Failure } from '../domain/failure.ts';
import { type Line, MAX_LINES, settledFilter } from '../domain/line.ts';
import { countLine } from './get-line.ts';
import { getPlan } from './get-plan.ts';
import type { CountedLine } from './line-store.ts';
import type { Ports } from './ports.ts';

/**
 * Makes a line of a plan, or replaces it; layouts that were made of it stay as they are. Throws `not-found`; `precondition-failed` where it is not as
 * `expected` any more; `invalid-parameter` where the plan has as many lines as it may have.
 */
export async function putLine(
  ports: Ports,
  workspaceId: string,
  planId: string,
  asked: Line,
  expected: Line | null = null,
): Promise<{ readonly line: CountedLine; readonly created: boolean }> {
  await getPlan(ports, workspaceId, planId);
  const line = { ...asked, filter: settledFilter(asked.filter) };
  const outcome = await ports.lines.put(workspaceId, planId, line, expected);
  if (outcome === 'refused') throw expected === null ? tooManyLines(line.lineId) : lineChanged();
  return { line: await countLine(ports, workspaceId, planId, line), created: outcome === 'created' };
}

/** The failure of a write from a version of a line that is not the one of now. */
export function lineChanged(): Failure {
  return new Failure('precondition-failed', 'the line is not as you read it any more: read it again and decide anew');
}

function tooManyLines(lineId: string): Failure {
  return Failure.invalid('invalid-parameter', {
    field: 'lineId',
    value: lineId.slice(0, 100),
    detail: `would be one more than the ${MAX_LINES} lines that a plan may have`,
    remedy: 'delete one that nobody needs, or replace one',
  });
}
