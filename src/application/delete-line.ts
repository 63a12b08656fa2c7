import { type Line, lineNotFound } from '../domain/line.ts';
import { getPlan } from './get-plan.ts';
import type { Ports } from './ports.ts';
import { lineChanged } from './put-line.ts';

/**
 * Deletes a line of a plan. Layouts that were made of it stay, and go on naming it; they can be rebalanced once a line with its id is there again.
 *
 * Errors: `not-found`; `precondition-failed` where it is not as `expected` any more.
 */
export async function deleteLine(
  ports: Ports,
  workspaceId: string,
  planId: string,
  lineId: string,
  expected: Line | null = null,
): Promise<void> {
  await getPlan(ports, workspaceId, planId);
  if (await ports.lines.delete(workspaceId, planId, lineId, expected)) return;
  throw expected === null ? lineNotFound() : lineChanged();
}
