import type { Resolution } from '../domain/cell.ts';
import { Failure, type Violation } from '../domain/failure.ts';
import type { Hierarchy } from '../domain/hierarchy.ts';
import type { Layout, LayoutId } from '../domain/layout.ts';
import type { GivenRemarks } from '../domain/layout-entry.ts';
import { addressLayout } from '../domain/layout-id.ts';
import type { CountedLevel } from '../domain/read-levels.ts';
import { refuseHierarchy } from '../domain/refuse-hierarchy.ts';
import { countsOfLevels, titled, wrongTopDown } from '../domain/top-down.ts';
import { composeDerived, type MadeLayout } from './derived-layout.ts';
import { describeBaseChoice } from './describe-base-choice.ts';
import { type Divided, divideDown } from './divide-down.ts';
import { type LayoutProblem, solveInput, solveOptions } from './layout-problem.ts';
import { type PlanLayoutRequest, planProblem } from './plan-problem.ts';
import type { Ports } from './ports.ts';
import { findRecorded } from './solve-layout.ts';
import { findTopDownTree, growTopDownTree } from './top-down-tree.ts';

/** What a caller may ask of a plan that is divided from the top down. */
export interface TopDownRequest {
  /** The top first: how many territories there are at the top, and into how many each of the level above is divided. The last ones are those of the layout. */
  readonly levels: readonly CountedLevel[];
  /** Levels of the tree whose nodes are to be in one piece. */
  readonly connected: readonly string[];
  /** Every territory of every level gets an equal share, within these tolerances; null: the accounts, within the plan's. */
  readonly layout: Omit<PlanLayoutRequest, 'territories' | 'follow'>;
  readonly remarks: GivenRemarks;
}

/** A layout and its tree, and whether the record already had both. */
export interface SolvedTopDown extends MadeLayout {
  readonly hierarchy: Hierarchy;
  readonly recorded: boolean;
}

/**
 * Divides a plan's accounts, as they are now, into the territories of the top level, each of these into those of the next, and so on: one layout, of the last
 * level, and the tree above it. All levels count the accounts as they were at one moment.
 *
 * The same request of the same accounts is the same layout, from the record, and the tree that was made then unless it was deleted.
 *
 * Errors: `not-found`; `invalid-parameter` for a line that is none; `invalid-problem`; `invalid-hierarchy` for levels that cannot be, also where one part has
 * fewer places than it is to be divided into; `solve-too-long`; `solve-out-of-memory`; `accounts-replaced`.
 */
export async function solveTopDown(
  ports: Ports,
  workspaceId: string,
  planId: string,
  { levels, connected, layout: asked, remarks }: TopDownRequest,
): Promise<SolvedTopDown> {
  const wrong = wrongTopDown(levels, connected);
  const territories = countsOfLevels(levels).at(-1) ?? 1;
  const problem = await orAllWrong(wrong, planProblem(ports, workspaceId, planId, { ...asked, territories }));
  const layoutId = await topDownId(ports, problem, levels);
  const entry = { ...remarks, line: problem.request.line ?? null };
  const recorded = await findRecorded(ports, workspaceId, layoutId);
  const made = recorded ?? (await solve(ports, problem, levels, layoutId));
  if (recorded === null) await ports.layouts.save(workspaceId, made.layout, made.leaves, planId, entry);
  else await ports.layouts.attach(workspaceId, layoutId, planId, entry);
  const known = recorded && (await findTopDownTree(ports, workspaceId, layoutId, connected));
  if (known !== null) return { ...made, hierarchy: known, recorded: true };
  try {
    const hierarchy = await growTopDownTree(ports, workspaceId, made, levels, connected);
    return { ...made, hierarchy, recorded: false };
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'not-found') throw error;
    // The same request at the same time may have made the tree.
    const other = await findTopDownTree(ports, workspaceId, layoutId, connected);
    if (other === null) throw error;
    return { ...made, hierarchy: other, recorded: true };
  }
}

/** The problem; or all that is wrong, with the levels and with the rest. */
async function orAllWrong(wrong: readonly Violation[], problem: Promise<LayoutProblem>): Promise<LayoutProblem> {
  try {
    const sound = await problem;
    refuseHierarchy(wrong);
    return sound;
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'invalid-problem') throw error;
    const others = error.violations.map((one) => ({ ...one, field: FIELDS[one.field] ?? one.field }));
    if (wrong.length > 0) refuseHierarchy([...wrong, ...others]);
    const [first, ...rest] = others;
    throw first === undefined ? error : Failure.invalid('invalid-problem', first, ...rest);
  }
}

/** What a problem calls its parts, as members of this request. */
const FIELDS: Readonly<Record<string, string>> = {
  territories: '/levels',
  balance: '/balance',
  resolution: '/resolution',
  baseResolution: '/baseResolution',
};

/** Two solves of the same accounts are told apart by their levels, names with them: territories are called by the last. */
function topDownId({ optimizer }: Ports, problem: LayoutProblem, levels: readonly CountedLevel[]): Promise<LayoutId> {
  const { cells, finestResolution, request } = problem;
  const { line } = request;
  const options = { ...solveOptions(problem), finestResolution, levels, ...(line !== undefined && { line }) };
  const { cells: places, metrics, sums } = cells;
  return addressLayout({ engine: optimizer.engine, cells: places, metrics, sums, options, current: null });
}

async function solve(
  ports: Ports,
  problem: LayoutProblem,
  levels: readonly CountedLevel[],
  layoutId: LayoutId,
): Promise<MadeLayout> {
  const { cells, request } = problem;
  const divided = await divideDown({ ports, levels, input: solveInput(problem) });
  const { leaves, islands, steps, resolution } = divided;
  const name = levels.at(-1)?.name ?? '';
  const draft = {
    territories: Array.from({ length: request.territories }, (_, at) => {
      return { id: `t${at + 1}`, name: titled(name, at), gone: false };
    }),
    leaves,
  };
  const { layout } = composeDerived(ports.optimizer, {
    layoutId,
    like: {
      ...{ metrics: cells.metrics, cover: request.cover, seed: request.seed, effort: request.effort },
      ...(request.line !== undefined && { line: request.line }),
      resolution: {
        base: resolution.base as Resolution,
        finest: resolution.finest as Resolution,
        why: whyBase(divided, problem),
      },
    },
    draft,
    balance: request.balance,
    ...{ targets: null, untouched: new Map(), colors: new Map() },
    islands: islands as Layout['islands'],
    finer: cells,
    steps,
    violations: [],
    budget: null,
  });
  const { territories, ...head } = layout;
  return { layout: { ...head, topDown: { levels }, territories }, leaves };
}

function whyBase({ resolution }: Divided, problem: LayoutProblem): string {
  const { cover, territories } = problem.request;
  if (cover.resolution !== null || cover.baseResolution !== null) {
    return describeBaseChoice({ resolution }, problem);
  }
  const [leaves, each] = [resolution.choice.leaves, Math.round(resolution.choice.leaves / territories)];
  return `Base resolution ${resolution.base} is that which all ${territories} territories would have if they were solved at once: ${leaves.toLocaleString('en-US')} occupied cells, about ${each} per territory.`;
}
