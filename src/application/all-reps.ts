import type { Rep } from '../domain/rep.ts';
import type { Ports } from './ports.ts';

const REPS_PER_READ = 5_000;

/** All reps of a plan, ascending by id, as they are read: who stops early reads no more. */
export async function* allReps(ports: Ports, workspaceId: string, planId: string): AsyncGenerator<Rep> {
  for (let cursor: string | null = null; ; ) {
    const page: Awaited<ReturnType<Ports['reps']['list']>> = await ports.reps.list(workspaceId, planId, {
      cursor,
      limit: REPS_PER_READ,
    });
    yield* page.items;
    cursor = page.next;
    if (cursor === null) return;
  }
}

/** The same by id. */
export async function repsById(ports: Ports, workspaceId: string, planId: string): Promise<ReadonlyMap<string, Rep>> {
  const reps = new Map<string, Rep>();
  for await (const rep of allReps(ports, workspaceId, planId)) reps.set(rep.id, rep);
  return reps;
}
