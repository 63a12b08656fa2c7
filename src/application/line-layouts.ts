import { Failure, type Violation } from '../domain/failure.ts';
import type { Governance } from '../domain/governance.ts';
import type { LayoutId } from '../domain/layout.ts';
import type { LineFilter } from '../domain/line.ts';
import type { LineLayout } from '../domain/line-matrix.ts';
import type { Plan } from '../domain/plan.ts';
import { getLayoutLeaves } from './get-layout.ts';
import { getPlan } from './get-plan.ts';
import { repsOfLayout } from './layout-reps.ts';
import type { Ports } from './ports.ts';

/** Layouts that are held against each other at once: their leaves are held, some megabytes each. */
export const MAX_LINE_LAYOUTS = 10;

/** Layouts of a plan's lines, one of each line, and the filters of these in the same order, null for all accounts. */
export interface LineLayouts {
  readonly plan: Plan;
  readonly layouts: readonly LineLayout[];
  readonly filters: readonly (LineFilter | null)[];
}

/** A layout, held against others as that of a line; null: of all accounts. */
interface LayoutOfLine {
  readonly line: string | null;
  readonly layoutId: LayoutId;
}

/**
 * Opens layouts of a plan's lines; null: those in force, and of each line in which none is the latest. A territory's owner is its rep, as the publication
 * that is in force or else the last one of its layout says, and its name where nobody says.
 *
 * Errors: `not-found`; `invalid-parameter` for layouts that the plan does not list, two of one line, one whose line was deleted, or too many.
 */
export async function openLineLayouts(
  ports: Ports,
  workspaceId: string,
  planId: string,
  asked: readonly LayoutId[] | null,
): Promise<LineLayouts> {
  const plan = await getPlan(ports, workspaceId, planId);
  const governance = await ports.governance.load(workspaceId, planId);
  // What is on record holds, also where the clock that it was recorded by is ahead.
  const nowMs = Math.max(Date.now(), governance.end.recordedMs);
  const layoutIds = asked ?? (await ports.layouts.latestByLine(workspaceId, planId));
  const lineOf = await ports.layouts.linesOf(workspaceId, planId, layoutIds);
  const listed = layoutIds.map((layoutId) => ({ line: lineOf.get(layoutId) ?? null, layoutId }));
  const wanted = asked === null ? currentByLine(governance, listed, nowMs) : listed;
  if (wanted.length > MAX_LINE_LAYOUTS) throw tooMany(wanted.length);
  const filters = await Promise.all(
    wanted.map(async ({ line }) =>
      line === null ? null : ((await ports.lines.find(workspaceId, planId, line))?.filter ?? 'gone'),
    ),
  );
  const [first, ...rest] = asked === null ? [] : findUnfit(asked, lineOf, filters);
  if (first !== undefined) throw Failure.invalid('invalid-parameter', first, ...rest);
  const open = wanted.flatMap((one, at) => (filters[at] === 'gone' ? [] : [{ ...one, filter: filters[at] }]));
  const layouts: LineLayout[] = [];
  for (const { line, layoutId } of open) {
    const { layout, leaves } = await getLayoutLeaves(ports, workspaceId, layoutId);
    const { reps } = repsOfLayout(layout, governance, line, nowMs);
    layouts.push({
      line,
      layoutId,
      // Their sums are not needed, and the larger part.
      leaves: { cells: leaves.cells, territories: leaves.territories },
      territories: layout.territories.map(({ id, name }) => ({ id, name, owner: ownerOf(name, reps.get(id)) })),
    });
  }
  return { plan, layouts, filters: open.map(({ filter }) => filter as LineFilter | null) };
}

/** Of each line the layout that is in force in it, and the latest where none is. */
function currentByLine(governance: Governance, latest: readonly LayoutOfLine[], nowMs: number): LayoutOfLine[] {
  const current = new Map(latest.map(({ line, layoutId }) => [line, layoutId]));
  for (const line of governance.lines) {
    const publication = governance.publications.get(governance.inForce(line, nowMs).holding?.subject ?? '');
    if (publication !== undefined) current.set(line, publication.layoutId);
  }
  return [...current].map(([line, layoutId]) => ({ line, layoutId }));
}

/** Who a territory is to a customer. A rep is none of those whom a name stands for. */
function ownerOf(name: string, repId: string | undefined): string {
  return repId === undefined ? `territory ${name}` : `rep ${repId}`;
}

function findUnfit(
  layoutIds: readonly LayoutId[],
  lineOf: ReadonlyMap<LayoutId, string | null>,
  filters: readonly unknown[],
): Violation[] {
  const lines = new Set<string | null>();
  return layoutIds.flatMap((layoutId, at) => {
    const line = lineOf.get(layoutId);
    const blame = (detail: string, remedy: string) => [{ field: 'layouts', value: layoutId, detail, remedy }];
    if (line === undefined) return blame('is no layout in the list of this plan', 'send layouts that the plan lists');
    if (filters[at] === 'gone') return blame(`is of the line ${line}, which was deleted`, 'put the line again');
    const of = line === null ? 'all accounts' : `the line ${line}`;
    if (lines.has(line)) return blame(`is another layout of ${of}`, 'send one layout of each line');
    lines.add(line);
    return [];
  });
}

function tooMany(layouts: number): Failure {
  return Failure.invalid('invalid-parameter', {
    field: 'layouts',
    value: String(layouts),
    detail: `are more than the ${MAX_LINE_LAYOUTS} layouts that are held against each other at once`,
    remedy: `send at most ${MAX_LINE_LAYOUTS}, one of each line`,
  });
}
