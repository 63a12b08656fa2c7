import { Failure, type Violation } from '../domain/failure.ts';
import type { Layout, LayoutId } from '../domain/layout.ts';
import type { Plan } from '../domain/plan.ts';
import type { PublicationContent } from '../domain/plan-event.ts';
import { shorten } from '../domain/shorten.ts';
import { blameLine } from './blame-line.ts';
import type { Ports } from './ports.ts';

/** Territories that a remedy names. */
const MAX_TOLD = 20;

/** What somebody wants to have published. */
export interface AskedPublication {
  readonly layoutId: string;
  readonly line: string | null;
  /** Null: those of the assignment, else those that the file of an imported layout names. */
  readonly reps: Readonly<Record<string, string | null>> | null;
  readonly assignmentId: string | null;
  readonly note: string;
}

/**
 * Makes sure that a plan has all that a publication names. Throws `invalid-references` with everything that it does not have.
 *
 * `stored` is what the publication says so far: an assignment that it names and that is not there, as where its plan came in from a file, goes on
 * being where its reps are from, as long as its layout stays.
 */
export async function checkPublication(
  ports: Ports,
  workspaceId: string,
  plan: Plan,
  asked: AskedPublication,
  stored: PublicationContent | null = null,
): Promise<PublicationContent> {
  const violations: Violation[] = [];
  const { line, assignmentId, note } = asked;
  const layout = await findPlanLayout(ports, workspaceId, plan.planId, asked.layoutId);
  if (layout === null) violations.push(noPlanLayout('/layoutId', asked.layoutId, plan.planId));
  violations.push(...(await blameLine(ports, workspaceId, plan.planId, line)));
  const { reps, violations: ofReps } = await repsOf(ports, workspaceId, plan.planId, layout, asked, stored);
  violations.push(...ofReps);
  if (layout !== null) violations.push(...strangeTerritories(layout, Object.keys(reps)));
  violations.push(...(await strangeReps(ports, workspaceId, plan.planId, reps)));
  throwReferences(violations);
  return { line, layoutId: asked.layoutId as LayoutId, assignmentId, reps, note };
}

/** The reps of a publication: those of an assignment of its layout, and those given, which come before them; where neither is given, those of the import. */
async function repsOf(
  ports: Ports,
  workspaceId: string,
  planId: string,
  layout: Layout | null,
  { layoutId, reps, assignmentId }: AskedPublication,
  stored: PublicationContent | null,
): Promise<{ reps: PublicationContent['reps']; violations: readonly Violation[] }> {
  if (assignmentId === null) {
    return { reps: reps ?? (await importedReps(ports, workspaceId, planId, layout)), violations: [] };
  }
  const assignment = await ports.assignments.find(workspaceId, assignmentId);
  if (assignment === null || assignment.planId !== planId || assignment.layoutId !== layoutId) {
    if (stored?.assignmentId === assignmentId && stored.layoutId === layoutId) {
      return { reps: { ...stored.reps, ...reps }, violations: [] };
    }
    const remedy = `send one that GET /v1/plans/${planId}/assignments?layoutId=${layoutId} lists, or reps: {"t1": "rep-7"}`;
    const value = shorten(assignmentId);
    return {
      reps: reps ?? {},
      violations: [{ field: '/assignmentId', value, detail: 'is no assignment of this layout in this plan', remedy }],
    };
  }
  const assigned = assignment.pairs.map(({ territoryId, repId }) => [territoryId, repId] as const);
  return { reps: { ...Object.fromEntries(assigned), ...reps }, violations: [] };
}

/** Those that an import says who are reps of the plan, and whose territories are still there. */
async function importedReps(ports: Ports, workspaceId: string, planId: string, layout: Layout | null) {
  const said = Object.entries(layout?.imported?.reps ?? {});
  if (layout === null || said.length === 0) return {};
  const { reps: known } = await ports.ownership.load(workspaceId, planId, 'now');
  const territories = new Set(layout.territories.map(({ id }) => id));
  return Object.fromEntries(said.filter(([id, repId]) => territories.has(id) && known.get(repId)?.leftMs === null));
}

/** A layout that a plan lists, or null. */
export async function findPlanLayout(
  ports: Ports,
  workspaceId: string,
  planId: string,
  layoutId: string,
): Promise<Layout | null> {
  const plans = await ports.layouts.plansOf(workspaceId, layoutId as LayoutId);
  return plans.includes(planId) ? ports.layouts.find(workspaceId, layoutId as LayoutId) : null;
}

/** What to say of a layout that a plan does not list. */
export function noPlanLayout(field: string, layoutId: string, planId: string): Violation {
  const remedy = `send a layout that GET /v1/plans/${planId}/layouts lists`;
  return { field, value: shorten(layoutId), detail: 'is no layout of this plan', remedy };
}

/** Throws `invalid-references` where anything is wrong. */
export function throwReferences(violations: readonly Violation[]): void {
  const [first, ...rest] = violations;
  if (first !== undefined) throw invalidReferences(first, ...rest);
}

/** The failure of a request that names what there is not. */
export function invalidReferences(...violations: readonly [Violation, ...Violation[]]): Failure {
  return Failure.invalid('invalid-references', ...violations).and({ violations: [], violationCount: 0 });
}

function strangeTerritories({ territories }: Layout, named: readonly string[]): Violation[] {
  const known = new Set(territories.map(({ id }) => id));
  const some = [...known].slice(0, MAX_TOLD).join(', ');
  const remedy = `send territories of it: ${some}${known.size > MAX_TOLD ? ' ...' : ''}`;
  return named
    .filter((id) => !known.has(id))
    .map((id) => ({ field: pointer(id), value: shorten(id), detail: 'is no territory of the layout', remedy }));
}

async function strangeReps(
  ports: Ports,
  workspaceId: string,
  planId: string,
  reps: Readonly<Record<string, string | null>>,
): Promise<Violation[]> {
  const named = Object.entries(reps).filter((entry): entry is [string, string] => entry[1] !== null);
  if (named.length === 0) return [];
  const { reps: known } = await ports.ownership.load(workspaceId, planId, 'now');
  const remedy = `send reps that GET /v1/plans/${planId}/reps lists, or null for a vacant territory`;
  return named
    .filter(([, repId]) => known.get(repId)?.leftMs !== null)
    .map(([id, repId]) => ({ field: pointer(id), value: shorten(repId), detail: 'is no rep of this plan', remedy }));
}

/** The JSON pointer (RFC 6901) to a territory's rep. */
function pointer(territoryId: string): string {
  return `/reps/${territoryId.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
