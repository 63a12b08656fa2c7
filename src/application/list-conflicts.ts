import type { Conflict } from '../domain/conflict.ts';
import type { ConflictScope } from '../domain/conflict-id.ts';
import { type ConflictCounts, type ConflictFilter, ConflictList } from '../domain/conflict-list.ts';
import { Failure } from '../domain/failure.ts';
import type { LayoutId } from '../domain/layout.ts';
import { type ConflictQuestion, readConflictGround } from './conflict-ground.ts';
import { findConflicts } from './find-conflicts.ts';
import { getLayout } from './get-layout.ts';
import { getPlan } from './get-plan.ts';
import { namedLine } from './named-line.ts';
import { findPlanOf } from './only-plan-of.ts';
import type { Page, PageRequest } from './page.ts';
import type { Ports } from './ports.ts';

/** A page of conflicts, and how many there are of each kind. */
export interface ConflictPage extends Page<Conflict> {
  readonly counts: ConflictCounts;
  /** With what they were looked for. */
  readonly scope: ConflictScope;
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
  return { ...list.page(), counts: list.counts, scope: ground.question };
}

/**
 * The layout whose conflicts are those of a plan: that in force in the line, else the latest of the line in the plan's list. Without a line what is of all
 * accounts. Throws `not-found`, and `invalid-parameter` in `field` for a line that the plan does not have.
 */
export async function layoutOfPlan(
  ports: Ports,
  workspaceId: string,
  planId: string,
  line: string | null,
  field: string,
): Promise<{ readonly layoutId: LayoutId; readonly isInForce: boolean }> {
  await getPlan(ports, workspaceId, planId);
  await namedLine(ports, workspaceId, planId, line, field);
  const governance = await ports.governance.load(workspaceId, planId);
  const publicationId = governance.inForce(line, Math.max(Date.now(), governance.end.recordedMs)).holding?.subject;
  const inForce = publicationId === undefined ? undefined : governance.publications.get(publicationId);
  if (inForce !== undefined) return { layoutId: inForce.layoutId, isInForce: true };
  const latestByLine = await ports.layouts.latestByLine(workspaceId, planId);
  const lines = await ports.layouts.linesOf(workspaceId, planId, latestByLine);
  const latest = latestByLine.find((layoutId) => lines.get(layoutId) === line);
  if (latest === undefined) {
    const of = line === null ? 'of all accounts; with line the layouts of a line are looked at' : `of the line ${line}`;
    throw new Failure('not-found', `the plan has no layout ${of}`);
  }
  return { layoutId: latest, isInForce: false };
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
