import { Failure } from '../domain/failure.ts';
import type { Plan } from '../domain/plan.ts';
import type { CellSums, Ports } from './ports.ts';

/** Times that a reading starts over when the accounts are replaced under it. */
const MAX_TRIES = 3;

/** All of a plan's accounts summed by cell at its finest resolution, cells ascending. Throws `accounts-replaced` where uploads replace them again and again. */
export function sumByCell(ports: Ports, workspaceId: string, plan: Plan): Promise<CellSums> {
  return readOneSet(async () => {
    const pages: CellSums[] = [];
    for await (const page of ports.accounts.cellPages(workspaceId, plan, null)) pages.push(page);
    return joinPages(pages);
  });
}

/** Reads again from the start when the set of accounts was replaced half-way, so that no answer mixes two sets. */
export async function readOneSet<T>(read: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof Failure) || error.kind !== 'accounts-replaced' || tries === MAX_TRIES) throw error;
    }
  }
}

function joinPages(pages: readonly CellSums[]): CellSums {
  const metrics = pages[0]?.metrics ?? [];
  const cells = new BigUint64Array(pages.reduce((count, page) => count + page.cells.length, 0));
  const sums = new Float64Array(cells.length * metrics.length);
  const visits = new Float64Array(cells.length * 3);
  let at = 0;
  for (const page of pages) {
    cells.set(page.cells, at);
    sums.set(page.sums, at * metrics.length);
    visits.set(page.visits, at * 3);
    at += page.cells.length;
  }
  return { cells, metrics, sums, visits };
}
