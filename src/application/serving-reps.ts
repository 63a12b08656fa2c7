import { Failure } from '../domain/failure.ts';
import type { Layout } from '../domain/layout.ts';
import type { Rep } from '../domain/rep.ts';
import { repsById } from './all-reps.ts';
import { getAssignment } from './get-assignment.ts';
import { publishedLine, repsOfLayout } from './layout-reps.ts';
import type { Ports } from './ports.ts';

/** Who serves the territories of a layout, and what says so. */
export interface ServingReps {
  /** Null: nobody says. */
  readonly source: { readonly by: 'assignment' | 'publication' | 'file'; readonly id: string | null } | null;
  /** Reps of the plan by territory; absent: vacant. */
  readonly reps: ReadonlyMap<string, Rep>;
}

/**
 * Finds who serves a layout's territories: as an assignment that is asked for says, else the publication of it that is in force or the last one, else the file
 * that it was imported from, else its latest assignment. A rep that the plan does not have serves nobody.
 *
 * Errors: `not-found`, `invalid-parameter` for an assignment of another layout or plan.
 */
export async function findServingReps(
  ports: Ports,
  workspaceId: string,
  planId: string,
  { layout, lineId }: { readonly layout: Layout; readonly lineId: string | null },
  assignmentId: string | null,
): Promise<ServingReps> {
  const { source, ids } = await repIds(ports, workspaceId, planId, { layout, lineId }, assignmentId);
  const reps = new Map<string, Rep>();
  if (ids.size === 0) return { source, reps };
  const known = await repsById(ports, workspaceId, planId);
  for (const [territoryId, repId] of ids) {
    const rep = known.get(repId);
    if (rep !== undefined) reps.set(territoryId, rep);
  }
  return { source, reps };
}

async function repIds(
  ports: Ports,
  workspaceId: string,
  planId: string,
  { layout, lineId }: { readonly layout: Layout; readonly lineId: string | null },
  assignmentId: string | null,
): Promise<{ source: ServingReps['source']; ids: ReadonlyMap<string, string> }> {
  if (assignmentId !== null) {
    const asked = await getAssignment(ports, workspaceId, assignmentId);
    if (asked.layoutId !== layout.layoutId || asked.planId !== planId) throw ofAnother(assignmentId);
    return ofAssignment(ports, workspaceId, assignmentId);
  }
  const governance = await ports.governance.load(workspaceId, planId);
  // What is on record holds, also where the clock that it was recorded by is ahead.
  const nowMs = Math.max(Date.now(), governance.end.recordedMs);
  const said = repsOfLayout(layout, governance, publishedLine(layout.layoutId, governance, lineId), nowMs);
  if (said.source !== null) {
    const id = said.source.by === 'publication' ? said.source.publication.publicationId : null;
    return { source: { by: said.source.by, id }, ids: said.reps };
  }
  const page = { cursor: null, limit: 1 };
  const [latest] = (await ports.assignments.list(workspaceId, planId, layout.layoutId, page)).items;
  if (latest === undefined) return { source: null, ids: new Map() };
  return ofAssignment(ports, workspaceId, latest.assignmentId);
}

async function ofAssignment(ports: Ports, workspaceId: string, assignmentId: string) {
  const { pairs } = await getAssignment(ports, workspaceId, assignmentId);
  const ids = pairs.flatMap(({ territoryId, repId }) => (repId === null ? [] : [[territoryId, repId] as const]));
  return { source: { by: 'assignment' as const, id: assignmentId }, ids: new Map(ids) };
}

function ofAnother(assignmentId: string): Failure {
  return Failure.invalid('invalid-parameter', {
    field: 'assignment',
    value: assignmentId.slice(0, 100),
    detail: 'is an assignment of another layout or plan',
    remedy: 'send one of GET /v1/plans/{planId}/assignments?layoutId= this layout',
  });
}
