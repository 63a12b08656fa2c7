import { cellToLatLng } from 'h3-js';
import { cellText } from '../domain/cell-number.ts';
import type { Layout, LayoutId } from '../domain/layout.ts';
import type { LeafTable } from '../domain/leaf-table.ts';
import type { LineFilter } from '../domain/line.ts';
import type { OwnershipGround } from '../domain/ownership.ts';
import type { Plan } from '../domain/plan.ts';
import type { NamedOwner } from '../domain/plan-event.ts';
import type { Rep } from '../domain/rep.ts';
import type { Span } from '../domain/span.ts';
import { repsById } from './all-reps.ts';
import { getLayoutLeaves } from './get-layout.ts';
import { getPlan } from './get-plan.ts';
import { type LayoutReps, publishedLine, repsOfLayout } from './layout-reps.ts';
import { lineIdOf } from './line-id-of.ts';
import { lineOf } from './line-of.ts';
import { namedLine } from './named-line.ts';
import { listNamedOwners } from './named-owners.ts';
import { territoryNames } from './open-ground.ts';
import type { Ports } from './ports.ts';

const ALL_TIME: Span = { fromMs: -Infinity, untilMs: Infinity };

/** Whose conflicts, and by what they are found. */
export interface ConflictQuestion {
  readonly planId: string;
  readonly layoutId: LayoutId;
  /** Whose owners count, and which accounts; null: all, or the accounts of the layout's line. Undefined: the line that the layout is published in, else the one that it is of. */
  readonly line: string | null | undefined;
  /** Where the request names the line, for what is wrong with it. */
  readonly lineField: string;
  /** The attribute whose accounts belong together; null: none. */
  readonly groupBy: string | null;
  readonly nowMs: number;
}

/** All that conflicts are found in but the accounts, which are read as they are looked through. */
export interface ConflictGround {
  readonly ports: Ports;
  readonly workspaceId: string;
  readonly question: ConflictQuestion & { readonly line: string | null };
  /** The accounts that count; null: all. */
  readonly filter: LineFilter | null;
  readonly plan: Plan;
  readonly layout: Layout;
  readonly leaves: LeafTable;
  readonly owners: LayoutReps;
  readonly reps: ReadonlyMap<string, Rep>;
  /** What decides who owns what, as if the layout were in force now. */
  readonly ownership: OwnershipGround;
  readonly named: ReadonlyMap<string, NamedOwner>;
}

/** Reads the ground. Throws `not-found`; `invalid-parameter` for a line that is asked for and the plan does not have; `invalid-problem` where it does not have that of the layout. */
export async function readConflictGround(
  ports: Ports,
  workspaceId: string,
  asked: ConflictQuestion,
): Promise<ConflictGround> {
  const { planId, layoutId, lineField } = asked;
  const plan = await getPlan(ports, workspaceId, planId);
  const { layout, leaves } = await getLayoutLeaves(ports, workspaceId, layoutId);
  const own = await lineIdOf(ports, workspaceId, planId, layout);
  const named = await namedLine(ports, workspaceId, planId, asked.line ?? null, lineField);
  const filter = (named ?? (await lineOf(ports, workspaceId, planId, own, 'to find conflicts of')))?.filter ?? null;
  const { governance, reps: knownReps, catchAll } = await ports.ownership.load(workspaceId, planId, 'now');
  const line = asked.line === undefined ? publishedLine(layoutId, governance, own) : asked.line;
  // What is on record holds, also where the clock that it was recorded by is ahead.
  const nowMs = Math.max(asked.nowMs, governance.end.recordedMs);
  const question = { ...asked, line, nowMs };
  const reps = await repsById(ports, workspaceId, planId);
  const owners = repsOfLayout(layout, governance, line, nowMs);
  const ownership: OwnershipGround = {
    ...{ atMs: nowMs, knownMs: Infinity, inForce: ALL_TIME, reps: knownReps, catchAll },
    ...{ publication: { reps: Object.fromEntries(owners.reps) }, territories: territoryNames(layout) },
    rules: governance.rules(line, nowMs),
  };
  return {
    ...{ ports, workspaceId, question, filter, plan, layout, leaves, reps, owners, ownership },
    named: await listNamedOwners(ports, workspaceId, planId, line, nowMs),
  };
}

/** Places of a layout's territories: the center of the leaf with most accounts, of several the first. */
export class TerritoryPlaces {
  readonly #best: Int32Array;
  readonly #leaves: LeafTable;

  constructor({ layout, leaves }: Pick<ConflictGround, 'layout' | 'leaves'>) {
    const width = Math.max(1, layout.metrics.length);
    this.#leaves = leaves;
    this.#best = new Int32Array(layout.territories.length).fill(-1);
    leaves.territories.forEach((territory, leaf) => {
      const best = this.#best[territory] as number;
      if (best < 0 || (leaves.sums[leaf * width] ?? 0) > (leaves.sums[best * width] ?? 0)) this.#best[territory] = leaf;
    });
  }

  of(territory: number): { lat: number; lng: number } | null {
    const cell = this.#leaves.cells[this.#best[territory] ?? -1];
    return cell === undefined ? null : placeOfCell(cellText(cell));
  }
}

/** The center of a cell. */
export function placeOfCell(cell: string): { lat: number; lng: number } {
  const [lat, lng] = cellToLatLng(cell);
  return { lat, lng };
}
