import type { AssignmentSummary } from '../domain/assignment.ts';
import { ITEMS_PER_LINE } from '../domain/assignment-shape.ts';
import { cellText } from '../domain/cell-number.ts';
import { Failure } from '../domain/failure.ts';
import type { LeafTable } from '../domain/leaf-table.ts';
import { MAX_LINES } from '../domain/line.ts';
import type { Plan } from '../domain/plan.ts';
import {
  LEAVES_PER_LINE,
  layoutsThatFit,
  MAX_ASSIGNMENTS,
  PLACES_PER_LINE,
  PLACES_PER_QUERY,
  PLAN_FILE,
  TEXTS_PER_QUERY,
} from '../domain/plan-file.ts';
import type { PlanText } from '../domain/plan-text.ts';
import { allReps } from './all-reps.ts';
import { exportAccounts } from './export-accounts.ts';
import { openAccounts } from './open-accounts.ts';
import type { FormerPlace, HistoryCounts, ListedLayout } from './plan-transfer.ts';
import { getPlanVersion } from './plan-version.ts';
import type { Ports } from './ports.ts';
import { allEntries } from './read-audit.ts';
import { runningLines } from './running-lines.ts';

const INSTEAD = 'read its accounts, reps, layouts and log by themselves';
const CHANGED = 'goals, actuals or deals were written while the plan was exported: export it again';
const ALL_ACCOUNTS = { box: null, polygon: null, segment: null, repId: null, text: null, territory: null };

/** A plan that is ready to be written. */
export interface PlanExport {
  /** Changes with everything that the file holds; null where nobody can tell. */
  readonly fingerprint: string | null;
  /** Objects, a line each. Throws `accounts-replaced` where an upload replaces the accounts meanwhile, `precondition-failed` where goals, actuals or deals are written: a file without its last line is not whole. */
  lines(): AsyncGenerator<object>;
}

/**
 * Makes a plan ready to be written with its reps, its accounts and its latest layouts, null: all of them, and the latest assignments of these.
 *
 * Errors: `not-found`; `invalid-parameter` where there are more layouts than a request can read.
 */
export async function exportPlan(
  ports: Ports,
  workspaceId: string,
  planId: string,
  layouts: number | null,
): Promise<PlanExport> {
  const { plan, accounts } = await getPlanVersion(ports, workspaceId, planId);
  // Before all that the file holds: who has the tag of it has nothing that is older.
  const fingerprint = await ports.transfers.fingerprint(workspaceId, planId);
  // What these entries refer to is in everything that is read after them; later ones may refer to other layouts.
  const history = await ports.transfers.countHistory(workspaceId, planId);
  const { layouts: count, entries, entryBytes, places, texts } = history;
  const marks = await ports.transfers.rowMarks(workspaceId, planId);
  const wanted = Math.min(count, layouts ?? count);
  const { goals, revisions, actuals, deals, rowBytes } = history;
  const rows = { goals, revisions, actuals, deals, rowBytes };
  const fitting = layoutsThatFit({ accounts, entries, entryBytes, places, texts, ...rows });
  if (fitting === null) throw tooMuch(layouts, { accounts, ...history });
  const listed = await ports.transfers.listed(workspaceId, planId, Math.min(wanted, fitting));
  const hasAll = wanted <= fitting && roomFor(listed) <= fitting;
  if (!hasAll) throw tooManyLayouts(layouts, { count, accounts, fitting }, listed);
  return {
    fingerprint,
    lines: () => writeLines(ports, workspaceId, plan, listed, { ...history, marks }),
  };
}

/** How many layouts and hierarchies these are together. */
function roomFor(layouts: readonly ListedLayout[]): number {
  return layouts.reduce((sum, { hierarchyIds }) => sum + 1 + hierarchyIds.length, 0);
}

/** The failure of a file that would be too much for one request without any layout. */
function tooMuch(
  asked: number | null,
  { accounts, places, entries, entryBytes, texts, actuals, ...rows }: HistoryCounts & { readonly accounts: number },
): Failure {
  const goals = `${rows.goals} goals with ${rows.revisions} revisions, ${actuals} actuals, ${rows.deals} deals`;
  const log = `a log of ${entries} entries with ${Math.ceil(entryBytes / 1e6)} MB`;
  return Failure.invalid('invalid-parameter', {
    field: 'layouts',
    value: String(asked ?? 'all'),
    detail: `cannot be few enough: the plan has ${accounts} accounts, ${places} former places of them, ${texts} texts, ${goals} and ${log}, which is more than one request can store`,
    remedy: INSTEAD,
  });
}

/** The failure of a file that would hold more than one request can read. Layouts that publications refer to are in it, however few are wanted. */
function tooManyLayouts(
  asked: number | null,
  { count, accounts, fitting }: { readonly count: number; readonly accounts: number; readonly fitting: number },
  listed: readonly ListedLayout[],
): Failure {
  const published = listed.filter(({ isReferred }) => isReferred);
  const [needed, hierarchies] = [roomFor(published), roomFor(listed) - listed.length];
  const holds = `it has ${count} layouts, ${hierarchies} hierarchies of them and ${accounts} accounts`;
  const most = latestThatFit(listed, fitting);
  return Failure.invalid('invalid-parameter', {
    field: 'layouts',
    value: String(asked ?? 'all'),
    ...(needed <= fitting
      ? {
          detail: `is more than one request can read of this plan: ${holds}`,
          remedy: `send layouts=${most} for the latest ${most} of them`,
        }
      : {
          detail: `cannot be few enough: publications of this plan refer to ${published.length} layouts, with ${needed - published.length} hierarchies, and ${fitting} fit into a file`,
          remedy: published.length <= fitting ? `delete hierarchies of these layouts, or ${INSTEAD}` : INSTEAD,
        }),
  });
}

/** How many of the latest layouts fit with their hierarchies, beside those that publications refer to, of those listed, the oldest first. */
function latestThatFit(listed: readonly ListedLayout[], fitting: number): number {
  let [layouts, taken] = [0, roomFor(listed.filter(({ isReferred }) => isReferred))];
  for (const one of [...listed].reverse()) {
    if (!one.isReferred) taken += roomFor([one]);
    if (taken > fitting) break;
    layouts++;
  }
  return layouts;
}

async function* writeLines(
  ports: Ports,
  workspaceId: string,
  plan: Plan,
  layouts: readonly ListedLayout[],
  { entries, places: had, texts: written, marks, ...rows }: HistoryCounts & { readonly marks: string },
): AsyncGenerator<object> {
  const { planId, name, metricDetails, finestResolution, tolerance, timeZone, approvalRequired, catchAll, createdAt } =
    plan;
  const { valueMetric, potentialMetric, quality } = plan;
  yield { type: 'header', ...PLAN_FILE };
  const settings = {
    finestResolution,
    tolerance,
    timeZone,
    approvalRequired,
    catchAll,
    valueMetric,
    potentialMetric,
    quality,
  };
  yield { type: 'plan', name, metrics: metricDetails, ...settings, createdAt };
  const { items: lines } = await ports.lines.list(workspaceId, planId, { cursor: null, limit: MAX_LINES });
  for (const { lineId, ...line } of lines) yield { type: 'line', id: lineId, ...line };
  let [reps, accounts] = [0, 0];
  for await (const rep of allReps(ports, workspaceId, planId)) {
    yield { type: 'rep', ...rep };
    reps++;
  }
  const departed = await ports.transfers.departed(workspaceId, planId);
  for (const rep of departed) yield { type: 'departed', ...rep };
  for await (const page of exportAccounts(await openAccounts(ports, workspaceId, planId, ALL_ACCOUNTS))) {
    for (const { account } of page) yield { type: 'account', ...account };
    accounts += page.length;
  }
  let texts = 0;
  for await (const some of written === 0 ? [] : allTexts(ports, workspaceId, planId)) {
    for (const text of some) yield { type: 'text', ...text };
    texts += some.length;
  }
  let places = 0;
  for await (const some of had === 0 ? [] : formerPlaces(ports, workspaceId, planId)) {
    yield { type: 'places', places: some };
    places += some.length;
  }
  for (const listed of layouts) yield* layoutLines(ports, workspaceId, listed);
  const assignments = await latestAssignments(ports, workspaceId, planId, layouts);
  for (const { assignmentId } of assignments) yield* assignmentLines(ports, workspaceId, assignmentId);
  for await (const entry of allEntries(ports, workspaceId, planId)) {
    if (entry.seq > entries) break;
    yield { type: 'entry', ...entry };
  }
  const running = yield* runningLines(ports, workspaceId, planId, rows);
  if ((await ports.transfers.rowMarks(workspaceId, planId)) !== marks)
    throw new Failure('precondition-failed', CHANGED);
  const hierarchies = layouts.reduce((sum, { hierarchyIds }) => sum + hierarchyIds.length, 0);
  const counts = { lines: lines.length, hierarchies, assignments: assignments.length, entries };
  const former = { ...(departed.length > 0 && { departed: departed.length }), ...(places > 0 && { places }) };
  const more = texts > 0 && { texts };
  yield { type: 'end', reps, accounts, layouts: layouts.length, ...counts, ...former, ...more, ...running };
}

/** What managers wrote, all versions. */
async function* allTexts(ports: Ports, workspaceId: string, planId: string): AsyncGenerator<readonly PlanText[]> {
  for (let after: PlanText | null = null; ; ) {
    const page: readonly PlanText[] = await ports.texts.all(workspaceId, planId, after, TEXTS_PER_QUERY);
    yield page;
    after = page.at(-1) ?? null;
    if (page.length < TEXTS_PER_QUERY) return;
  }
}

/** Where accounts were before, as many at once as a line holds. */
async function* formerPlaces(
  ports: Ports,
  workspaceId: string,
  planId: string,
): AsyncGenerator<readonly FormerPlace[]> {
  for (let after: FormerPlace | null = null; ; ) {
    const page: readonly FormerPlace[] = await ports.transfers.places(workspaceId, planId, after, PLACES_PER_QUERY);
    for (let from = 0; from < page.length; from += PLACES_PER_LINE) yield page.slice(from, from + PLACES_PER_LINE);
    after = page.at(-1) ?? null;
    if (page.length < PLACES_PER_QUERY) return;
  }
}

/** The latest assignments of the layouts, the oldest of them first. */
async function latestAssignments(
  ports: Ports,
  workspaceId: string,
  planId: string,
  layouts: readonly ListedLayout[],
): Promise<readonly AssignmentSummary[]> {
  if (layouts.length === 0) return [];
  const { items } = await ports.assignments.list(workspaceId, planId, null, { cursor: null, limit: 1_000 });
  const exported = new Set(layouts.map(({ layoutId }) => layoutId));
  return items
    .filter(({ layoutId }) => exported.has(layoutId))
    .slice(0, MAX_ASSIGNMENTS)
    .reverse();
}

async function* assignmentLines(ports: Ports, workspaceId: string, id: string) {
  const whole = await ports.assignments.find(workspaceId, id);
  if (whole === null) throw new Error(`${id} was deleted while its plan was exported`);
  const { assignmentId: _, planId: _plan, layoutId, createdAt, pairs, vacant, unassigned, ...assignment } = whole;
  yield { type: 'assignment', createdAt, layoutId, assignment };
  for (const [list, all] of Object.entries({ pairs, vacant, unassigned })) {
    for (let from = 0; from < all.length; from += ITEMS_PER_LINE) {
      yield { type: 'assigned', list, items: all.slice(from, from + ITEMS_PER_LINE) };
    }
  }
}

async function* layoutLines(
  ports: Ports,
  workspaceId: string,
  { layoutId, line, hierarchyIds, isReferred: _, ...listed }: ListedLayout,
) {
  const whole = await ports.transfers.read(workspaceId, layoutId);
  if (whole === null) throw new Error(`${layoutId} was deleted while its plan was exported`);
  const { territories, ...layout } = whole.layout;
  yield { type: 'layout', ...listed, ...(line !== null && { line }), layout };
  for (const territory of territories) yield { type: 'territory', territory };
  for (let from = 0; from < whole.leaves.cells.length; from += LEAVES_PER_LINE) {
    yield { type: 'leaves', leaves: leavesOf(whole.leaves, from, from + LEAVES_PER_LINE) };
  }
  for (const hierarchyId of hierarchyIds) yield* hierarchyLines(ports, workspaceId, hierarchyId);
}

async function* hierarchyLines(ports: Ports, workspaceId: string, hierarchyId: string) {
  const read = await ports.transfers.readHierarchy(workspaceId, hierarchyId);
  if (read === null) throw new Error(`${hierarchyId} was deleted while its plan was exported`);
  const { parents, layoutId: _, ...hierarchy } = read;
  yield { type: 'hierarchy', hierarchy };
  for (const node of parents) yield { type: 'node', node };
}

function leavesOf({ cells, territories, sums }: LeafTable, from: number, to: number) {
  const width = sums.length / cells.length;
  return Array.from(cells.subarray(from, to), (cell, at) => {
    const own = sums.subarray((from + at) * width, (from + at + 1) * width);
    return [cellText(cell), territories[from + at], ...(own.some((sum) => sum !== 0) ? own : [])];
  });
}
