import { getPlan } from './get-plan.ts';
import type { CountedLine } from './line-store.ts';
import type { Page, PageRequest } from './page.ts';
import type { Ports } from './ports.ts';

/** A page of a plan's lines, by id, with the number of their accounts. Throws `not-found`. */
export async function listLines(
  ports: Ports,
  workspaceId: string,
  planId: string,
  page: PageRequest,
): Promise<Page<CountedLine>> {
  await getPlan(ports, workspaceId, planId);
  const { items, next } = await ports.lines.list(workspaceId, planId, page);
  return { items: await ports.lines.count(workspaceId, planId, items), next };
}
