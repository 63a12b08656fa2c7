import { canonicalEdits, type Edit, MAX_BROKE } from '../domain/edit.ts';
import { Failure, type Violation } from '../domain/failure.ts';
import type { Layout, LayoutEdit, LayoutId, LayoutViolation } from '../domain/layout.ts';
import { draftOf, type LayoutDraft, settleDraft, untouchedTerritories } from '../domain/layout-draft.ts';
import type { GivenRemarks } from '../domain/layout-entry.ts';
import { addressDerivation } from '../domain/layout-id.ts';
import type { LeafTable } from '../domain/leaf-table.ts';
import { settleDisputes } from '../domain/settle-disputes.ts';
import { shorten } from '../domain/shorten.ts';
import { findTerritoryMoves, movedShares } from '../domain/territory-moves.ts';
import { applyEdits } from './apply-edits.ts';
import { byMetric } from './compose-layout.ts';
import { composeDerived, keptTargets, type MadeLayout, type MeasuredLayout, totalsOf } from './derived-layout.ts';
import { type EditWork, throwBlamed } from './edit-work.ts';
import { getLayoutLeaves } from './get-layout.ts';
import { getPlan } from './get-plan.ts';
import { LeafCenters } from './leaf-centers.ts';
import { lineIdOf } from './line-id-of.ts';
import { findPlanOf } from './only-plan-of.ts';
import type { Ports } from './ports.ts';
import { findRecorded, type SolvedLayout } from './solve-layout.ts';

/** What is asked of an edit. */
export interface EditRequest {
  /** Whose list gets the layout, and whose accounts are read where a leaf must be split; null: the one plan that lists what is edited, if any does. */
  readonly planId: string | null;
  readonly edits: readonly Edit[];
  /** Whether a territory that falls apart is reported or refused. */
  readonly contiguity: 'report' | 'refuse';
  /** What is said of the layout in the plan's list. */
  readonly remarks: GivenRemarks;
}

/**
 * Makes a new layout from a layout by hand. Its numbers are those of the layout that is edited: an edit changes borders, not the accounts of then. Accounts of the plan
 * are read only where a leaf must be split, inside that leaf alone.
 *
 * The same edits again are the same layout, from the record. Targets stay unless territories come or go: then each is an equal share.
 *
 * Errors: `not-found`; `plan-required`; `invalid-problem` with all that is wrong with the edits, for a leaf that must be split and whose accounts are others today, and, where
 * that is refused, for territories that fall apart; `solve-too-long`; `accounts-replaced`.
 */
export async function editLayout(
  ports: Ports,
  workspaceId: string,
  layoutId: LayoutId,
  request: EditRequest,
): Promise<SolvedLayout> {
  const { layout, leaves } = await getLayoutLeaves(ports, workspaceId, layoutId);
  const planId = request.planId ?? (await findPlanOf(ports, workspaceId, layoutId));
  const plan = planId === null ? null : await getPlan(ports, workspaceId, planId);
  const lineId = planId === null ? null : await lineIdOf(ports, workspaceId, planId, layout);
  const work: EditWork = {
    ...{ ports, workspaceId, layout, plan, lineId },
    ...{ violations: [], evidence: [], steps: 0, lastNumber: null, joined: null },
    namedAccounts: request.edits.flatMap((edit) => ('accounts' in edit ? (edit.accounts ?? []) : [])),
    ...{ accountCells: null, reading: { cells: 0, all: null }, centers: new LeafCenters() },
  };
  // As they were sent, so that what is wrong is told by where it stands there.
  const draft = settleDraft(await applyEdits(work, draftOf(layout, leaves), request.edits));
  throwBlamed(work);
  const edits = canonicalEdits(request.edits);
  const newId = await addressDerivation({
    kind: 'edited',
    engine: ports.optimizer.engine,
    from: [layoutId],
    operations: { edits },
    evidence: work.evidence,
  });
  const recorded = await findRecorded(ports, workspaceId, newId);
  let made: MadeLayout | null = recorded;
  if (made === null || request.contiguity === 'refuse') {
    // A layout of the record does not tell all that fell apart.
    const { apart, ...measured } = compose(work, leaves, draft, newId, edits);
    if (request.contiguity === 'refuse') refuseApart(apartBefore(work, leaves), apart);
    made ??= measured;
  }
  const entry = planId === null ? request.remarks : { ...request.remarks, line: lineId };
  if (recorded === null) await ports.layouts.save(workspaceId, made.layout, made.leaves, planId, entry);
  else if (planId !== null) await ports.layouts.attach(workspaceId, newId, planId, entry);
  return { ...made, recorded: recorded !== null };
}

function compose(
  work: EditWork,
  before: LeafTable,
  draft: LayoutDraft,
  layoutId: LayoutId,
  edits: LayoutEdit['edits'],
): MeasuredLayout {
  const { layout } = work;
  const untouched = untouchedTerritories(layout, before, draft);
  const made = measure(work, draft, layoutId, untouched);
  const { ids, moves } = findTerritoryMoves(layout, before, made.layout, made.leaves);
  const edit: LayoutEdit = {
    from: layout.layoutId,
    edits,
    moved: byMetric(layout.metrics, movedShares(moves, totalsOf(made.leaves, layout.metrics.length))),
    touched: ids.filter((id) => !untouched.has(id)),
    broke: brokenSince(layout, made.layout.violations).slice(0, MAX_BROKE),
  };
  const imported = layout.imported && settleDisputes(layout.imported, edits);
  return { ...made, layout: { ...made.layout, edit, ...(imported && { imported }) } };
}

function measure(
  { ports, layout, steps }: EditWork,
  draft: LayoutDraft,
  layoutId: LayoutId,
  untouched: ReturnType<typeof untouchedTerritories>,
): MeasuredLayout {
  return composeDerived(ports.optimizer, {
    layoutId,
    like: layout,
    draft,
    balance: layout.balance,
    targets: keptTargets(layout, draft),
    untouched,
    colors: new Map(layout.territories.map(({ id, color }) => [id, color])),
    islands: layout.islands,
    finer: null,
    steps,
    violations: [],
    budget: null,
  });
}

/** Ids of the territories that were in several pieces before: as the layout says, or measured where it has no room for all that it breaks. */
function apartBefore(work: EditWork, leaves: LeafTable): ReadonlySet<string | undefined> {
  const { layout } = work;
  if (layout.violationCount > layout.violations.length) {
    const draft = draftOf(layout, leaves);
    return new Set(measure(work, draft, layout.layoutId, untouchedTerritories(layout, leaves, draft)).apart);
  }
  const told = layout.violations.filter(({ kind }) => kind === 'not-contiguous');
  return new Set(told.map(({ territoryId }) => territoryId));
}

/** What does not hold now and did before. What only explains it is not told. */
function brokenSince(before: Layout, violations: readonly LayoutViolation[]): LayoutViolation[] {
  const nameOf = ({ kind, territoryId, metric, cell }: LayoutViolation) =>
    JSON.stringify([kind, territoryId, metric, territoryId === undefined ? cell : null]);
  const known = new Set(before.violations.map(nameOf));
  return violations.filter((violation) => violation.kind !== 'uneven-mix' && !known.has(nameOf(violation)));
}

/** Throws `invalid-problem` for each territory that is in several pieces now and was not before. */
function refuseApart(known: ReadonlySet<string | undefined>, apart: readonly string[]): void {
  const [first, ...rest] = apart
    .filter((id) => !known.has(id))
    .map(
      (id): Violation => ({
        field: '/edits',
        value: shorten(id),
        detail: `${id} is in several pieces`,
        remedy: 'give it what lies between, or send contiguity: report',
      }),
    );
  if (first !== undefined) throw Failure.invalid('invalid-problem', first, ...rest);
}
