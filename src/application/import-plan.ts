import { Failure } from '../domain/failure.ts';
import type { Plan } from '../domain/plan.ts';
import type { PlanFileCounts } from '../domain/plan-file.ts';
import { PlanIntake } from './plan-intake.ts';
import { type ImportRights, tooSlow } from './plan-section.ts';
import type { Ports } from './ports.ts';
import { runSweeps } from './sweep.ts';

/** Calls spent on what is left of an import; the rest is for retention. */
const CLEARING_CALLS = 100;

/** A plan that came in. */
export interface ImportedPlan {
  readonly plan: Plan;
  readonly counts: PlanFileCounts;
}

/**
 * Makes a plan of a file that `exportPlan` wrote, here or elsewhere. The file is stored while it is read, where nobody sees it, and the plan is there when all
 * of it is, or not at all.
 *
 * Errors: `invalid-rows` with everything that is wrong and its line; `insufficient-scope` for layouts and a log that the caller may not write; `payload-too-large`; what the
 * reader throws.
 */
export async function importPlan(
  ports: Ports,
  workspaceId: string,
  file: { readonly mediaType: string | undefined; readonly body: ReadableStream<Uint8Array> },
  may: ImportRights,
): Promise<ImportedPlan> {
  const lines = ports.planFileReader.read(file.mediaType, file.body);
  const importId = await ports.transfers.open();
  try {
    const intake = new PlanIntake(ports, importId, may);
    for await (const line of lines) await intake.take(line);
    const { plan, counts, lines: lineOf } = await intake.finish();
    await expectNoClash(ports, importId, workspaceId, lineOf);
    if (!(await ports.transfers.move(importId, workspaceId, plan.planId))) throw tooSlow();
    return { plan, counts };
  } finally {
    await clear(ports, importId);
  }
}

async function expectNoClash(
  ports: Ports,
  importId: string,
  workspaceId: string,
  lines: ReadonlyMap<string, number>,
): Promise<void> {
  // A file of nothing but accounts needs its queries for them.
  if (lines.size === 0) return;
  const layouts = (await ports.transfers.clashes(importId, workspaceId)).map((layoutId) => ({
    line: lines.get(layoutId) ?? 0,
    field: 'layout/layoutId',
    value: layoutId,
    detail: 'is the id of a layout of this workspace that has other leaves',
    remedy: 'send the layout as it was exported: its id stands for what is in it',
  }));
  const hierarchies = (await ports.transfers.hierarchyClashes(importId, workspaceId)).map((hierarchyId) => ({
    line: lines.get(hierarchyId) ?? 0,
    field: 'hierarchy/hierarchyId',
    value: hierarchyId,
    detail: 'is the id of a hierarchy of this workspace that is another tree',
    remedy: 'send the hierarchy as it was exported: its tree never changes',
  }));
  const subjects = (await ports.transfers.logClashes(importId, workspaceId)).map((id) => ({
    line: lines.get(id) ?? 0,
    field: id.startsWith('pub_') ? 'event/publicationId' : 'event/challengeId',
    value: id,
    detail: 'is on the record of a plan of this workspace: its id stands for that one',
    remedy:
      'delete that plan first, or leave all entry lines out and send end with "entries":0: the copy starts a new log',
  }));
  const [first, ...rest] = [...layouts, ...hierarchies, ...subjects];
  if (first !== undefined) throw Failure.invalid('invalid-rows', first, ...rest);
}

async function clear(ports: Ports, importId: string): Promise<void> {
  try {
    await ports.transfers.close(importId);
    await runSweeps({ workspace: ports.sweeper.workspace(importId) }, CLEARING_CALLS);
  } catch (error) {
    console.warn(JSON.stringify({ importId, sweep: String(error) }));
  }
}
