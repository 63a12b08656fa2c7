import { Failure, type Violation } from '../domain/failure.ts';
import type { LayoutId } from '../domain/layout.ts';
import type { LineFilter } from '../domain/line.ts';
import type { LineLayout } from '../domain/line-matrix.ts';
import type { Plan } from '../domain/plan.ts';
import { getLayoutLeaves } from './get-layout.ts';
import { getPlan } from './get-plan.ts';
import type { Ports } from './ports.ts';

/** Layouts that are held against each other at once: their leaves are held, some megabytes each. */
export const MAX_LINE_LAYOUTS = 10;

/** Layouts of a plan's lines, one of each line, and the filters of these in the same order, null for all accounts. */
export interface LineLayouts {
  readonly plan: Plan;
  readonly layouts: readonly LineLayout[];
  readonly filters: readonly (LineFilter | null)[];
}

/** Who a territory is to a customer: its name, unless something else is known. */
export type OwnerOf = (layoutId: LayoutId, territory: { readonly id: string; readonly name: string }) => string;

/**
 * Opens layouts of a plan's lines; null: the latest of each line that has any.
 *
 * Errors: `not-found`; `invalid-parameter` for layouts that the plan does not list, two of one line, one whose line was deleted, or too many.
 */
export async function openLineLayouts(
  ports: Ports,
  workspaceId: string,
  planId: string,
  asked: readonly LayoutId[] | null,
  ownerOf: OwnerOf = (_, { name }) => name,
): Promise<LineLayouts> {
  const plan = await getPlan(ports, workspaceId, planId);
  const layoutIds = asked ?? (await ports.layouts.latestByLine(workspaceId, planId));
  if (layoutIds.length > MAX_LINE_LAYOUTS) throw tooMany(layoutIds.length);
  const lineOf = await ports.layouts.linesOf(workspaceId, planId, layoutIds);
  const filters = await Promise.all(
    layoutIds.map(async (layoutId) => {
      const line = lineOf.get(layoutId) ?? null;
      return line === null ? null : ((await ports.lines.find(workspaceId, planId, line))?.filter ?? 'gone');
    }),
  );
  const violations = findUnfit(layoutIds, lineOf, filters);
  const [first, ...rest] = asked === null ? [] : violations;
  if (first !== undefined) throw Failure.invalid('invalid-parameter', first, ...rest);
  const open = layoutIds.flatMap((layoutId, at) => (filters[at] === 'gone' ? [] : [{ layoutId, filter: filters[at] }]));
  const layouts: LineLayout[] = [];
  for (const { layoutId } of open) {
    const { layout, leaves } = await getLayoutLeaves(ports, workspaceId, layoutId);
    layouts.push({
      line: lineOf.get(layoutId) ?? null,
      layoutId,
      // Their sums are not needed, and the larger part.
      leaves: { cells: leaves.cells, territories: leaves.territories },
      territories: layout.territories.map(({ id, name }) => ({ id, name, owner: ownerOf(layoutId, { id, name }) })),
    });
  }
  return { plan, layouts, filters: open.map(({ filter }) => filter as LineFilter | null) };
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
