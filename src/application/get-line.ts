import { type Line, lineNotFound } from '../domain/line.ts';
import { getPlan } from './get-plan.ts';
import type { CountedLine } from './line-store.ts';
import type { Ports } from './ports.ts';

/** One line of a plan and the number of its accounts. Throws `not-found`. */
export async function getLine(ports: Ports, workspaceId: string, planId: string, lineId: string): Promise<CountedLine> {
  const line = await findLine(ports, workspaceId, planId, lineId);
  if (line === null) throw lineNotFound();
  return line;
}

/** The same, null where the plan has no such line. Throws `not-found` where there is no plan. */
export async function findLine(
  ports: Ports,
  workspaceId: string,
  planId: string,
  lineId: string,
): Promise<CountedLine | null> {
  await getPlan(ports, workspaceId, planId);
  const line = await ports.lines.find(workspaceId, planId, lineId);
  return line && countLine(ports, workspaceId, planId, line);
}

/** A line with the number of its accounts. */
export async function countLine(ports: Ports, workspaceId: string, planId: string, line: Line): Promise<CountedLine> {
  const [counted = { ...line, accounts: 0 }] = await ports.lines.count(workspaceId, planId, [line]);
  return counted;
}
