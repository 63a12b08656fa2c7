import type { Conflict } from '../domain/conflict.ts';
import { type ConflictCounts, type ConflictFilter, ConflictList } from '../domain/conflict-list.ts';
import { Failure } from '../domain/failure.ts';
import type { LayoutId } from '../domain/layout.ts';
import { ALL_ENTRIES } from '../domain/layout-entry.ts';
import { type ConflictQuestion, readConflictGround } from './conflict-ground.ts';
import { findConflicts } from './find-conflicts.ts';
import { getLayout } from './get-layout.ts';
import { getPlan } from './get-plan.ts';
import { findPlanOf } from './only-plan-of.ts';
import type { Page, PageRequest, Ports } from './ports.ts';

/** A page of conflicts, and how many there are of each kind. */
export interface ConflictPage extends Page<Conflict> {
  readonly counts: ConflictCounts;
}

/** Conflicts of a layout by kind and subject; all are counted whatever the filter. Throws `not-found`, `accounts-replaced`. */
export async function listConflicts(
  ports: Ports,
  workspaceId: string,
  question: ConflictQuestion,
  filter: ConflictFilter,
  { cursor, limit }: PageRequest,
): Promise<ConflictPage> {
  const ground = await readConflictGround(ports, workspaceId, question);
  const list = await findConflicts(ground, null, () => new ConflictList(filter, cursor ?? '', limit));
  return { ...list.page(), counts: list.counts };
}

/** The layout whose conflicts are those of a plan: that in force in the line, else the latest in the plan's list. Throws `not-found`. */
export async function layoutOfPlan(
  ports: Ports,
  workspaceId: string,
  planId: string,
  line: string | null,
): Promise<{ readonly layoutId: LayoutId; readonly isInForce: boolean }> {
  await getPlan(ports, workspaceId, planId);
  const governance = await ports.governance.load(workspaceId, planId);
  const publicationId = governance.inForce(line, Math.max(Date.now(), governance.end.recordedMs)).holding?.subject;
  const inForce = publicationId === undefined ? undefined : governance.publications.get(publicationId);
  if (inForce !== undefined) return { layoutId: inForce.layoutId, isInForce: true };
  const { items } = await ports.layoutEntries.list(
    ...([workspaceId, planId] as const),
    { ...ALL_ENTRIES, line },
    { cursor: null, limit: 1 },
  );
  const [latest] = items;
  if (latest === undefined) throw new Failure('not-found', 'the plan has no layout whose conflicts could be found');
  return { layoutId: latest.layoutId, isInForce: false };
}

/** The plan whose accounts count for a layout. Throws `not-found`, `plan-required`. */
export async function planOfLayout(ports: Ports, workspaceId: string, layoutId: LayoutId, given: string | null) {
  await getLayout(ports, workspaceId, layoutId);
  const planId = given ?? (await findPlanOf(ports, workspaceId, layoutId));
  if (planId !== null) return planId;
  throw Failure.invalid('plan-required', {
    ...{ field: 'planId', value: '', detail: 'is missing: no plan lists this layout' },
    remedy: 'send planId with the plan whose accounts count',
  });
}
