import { assignReps } from '../domain/assign-reps.ts';
import { type Assignment, type AssignmentWishes, MAX_MATCHED } from '../domain/assignment.ts';
import type { TerritoryNeeds } from '../domain/assignment-costs.ts';
import type { Resolution } from '../domain/cell.ts';
import { cellText } from '../domain/cell-number.ts';
import { Failure } from '../domain/failure.ts';
import type { Layout, LayoutId } from '../domain/layout.ts';
import { leafRange } from '../domain/leaf-range.ts';
import type { LeafTable } from '../domain/leaf-table.ts';
import { WORKLOAD_METRIC } from '../domain/metric.ts';
import { planNotFound } from '../domain/plan.ts';
import { randomBase62 } from '../domain/random-base62.ts';
import type { Rep } from '../domain/rep.ts';
import { centerSums, centerVector } from '../domain/territory-centers.ts';
import { isNewOn } from '../domain/territory-stage.ts';
import type { AccountCounts, TerritoryRange } from './assignment-store.ts';
import { getLayoutLeaves } from './get-layout.ts';
import { getPlan } from './get-plan.ts';
import { lineIdOf } from './line-id-of.ts';
import { lineOf } from './line-of.ts';
import { onlyPlanOf } from './only-plan-of.ts';
import type { Ports } from './ports.ts';

/** What a caller may ask of an assignment; `planId` null: of the one plan that lists the layout. */
export interface AssignmentRequest extends Omit<AssignmentWishes, 'newTerritories'> {
  readonly planId: string | null;
  /** Null: those that are new on the day by their stages in the plan. */
  readonly newTerritories: readonly string[] | null;
}

/**
 * Matches the reps of a plan to the territories of a layout, and keeps the result. Current reps and skills are those of the plan's accounts as they are
 * now, of the layout's line where it is of one; weights and workload are those of the layout.
 *
 * Errors: `not-found`, `plan-required`, `invalid-assignment`; `invalid-problem` where the layout's line was deleted.
 */
export async function createAssignment(
  ports: Ports,
  workspaceId: string,
  layoutId: LayoutId,
  { planId: askedPlanId, newTerritories, ...asked }: AssignmentRequest,
): Promise<Assignment> {
  const { layout, leaves } = await getLayoutLeaves(ports, workspaceId, layoutId);
  const planId = askedPlanId ?? (await onlyPlanOf(ports, workspaceId, layoutId, 'and no reps to assign'));
  const plan = await getPlan(ports, workspaceId, planId);
  expectAtMost('layoutId', layout.territories.length, 'territories');
  const { items: reps, next } = await ports.reps.list(workspaceId, planId, { cursor: null, limit: MAX_MATCHED });
  if (next !== null) expectAtMost('planId', MAX_MATCHED + 1, 'reps');
  const lineId = await lineIdOf(ports, workspaceId, planId, layout);
  const line = await lineOf(ports, workspaceId, planId, lineId, 'to assign reps by');
  const inLayout = ranges(leaves, plan.finestResolution);
  const counts = await ports.assignments.countAccounts(workspaceId, planId, inLayout, line?.filter ?? null);
  const isNew = newTerritories ?? (await newByStage(ports, workspaceId, planId, layout, asked.on));
  const wishes = { ...asked, newTerritories: isNew };
  const assigned = assignReps(territoryNeeds(layout, leaves, counts), inOrder(reps), wishes);
  const { on, weights } = wishes;
  const assignment: Assignment = {
    assignmentId: `asg_${randomBase62(22)}`,
    ...{ planId, layoutId, on, weights },
    meanDistanceKm: assigned.meanDistanceKm,
    totalCost: assigned.totalCost,
    assignedCount: assigned.pairs.length - assigned.vacant.length,
    vacantCount: assigned.vacant.length,
    unassignedCount: assigned.unassigned.length,
    createdAt: new Date().toISOString(),
    pairs: assigned.pairs,
    vacant: assigned.vacant,
    unassigned: assigned.unassigned,
  };
  if (!(await ports.assignments.save(workspaceId, assignment))) throw planNotFound();
  return assignment;
}

/** Territories of a layout that are new on a day, by their stages in a plan. */
async function newByStage(ports: Ports, workspaceId: string, planId: string, layout: Layout, on: string) {
  const stages = await ports.stages.all(workspaceId, planId);
  const ids = new Set(stages.filter((stage) => isNewOn(stage, on)).map(({ territoryId }) => territoryId));
  return layout.territories.map(({ id }) => id).filter((id) => ids.has(id));
}

function expectAtMost(field: string, count: number, what: string): void {
  if (count <= MAX_MATCHED) return;
  throw Failure.invalid('invalid-assignment', {
    field,
    value: String(count),
    detail: `there are more than ${MAX_MATCHED} ${what}, which is more than one matching takes`,
    remedy: `make a plan for each part of the market, with at most ${MAX_MATCHED} ${what}`,
  });
}

function* ranges({ cells, territories }: LeafTable, resolution: Resolution): Generator<TerritoryRange> {
  for (let leaf = 0; leaf < cells.length; leaf++) {
    const range = leafRange(cells[leaf] as bigint, resolution);
    if (range !== null) yield [cellText(range[0]), cellText(range[1]), territories[leaf] as number];
  }
}

function territoryNeeds(layout: Layout, leaves: LeafTable, counts: AccountCounts): TerritoryNeeds[] {
  const weightMetric = layout.metrics.indexOf(Object.keys(layout.balance)[0] ?? '');
  const centers = centerSums(leaves, layout.territories.length, weightMetric).map(centerVector);
  const needs = layout.territories.map(({ id, sums }, at) => ({
    id,
    center: centers[at] ?? null,
    workloadHours: sums[WORKLOAD_METRIC] ?? null,
    accounts: 0,
    accountsOf: new Map<string, number>(),
    skills: new Map<string, number>(),
  }));
  for (const { territory, repId, accounts } of counts.served) {
    const own = needs[territory];
    if (own === undefined) continue;
    own.accounts += accounts;
    if (repId !== null) own.accountsOf.set(repId, (own.accountsOf.get(repId) ?? 0) + accounts);
  }
  for (const { territory, skill, accounts } of counts.skills) {
    const skills = needs[territory]?.skills;
    skills?.set(skill, (skills.get(skill) ?? 0) + accounts);
  }
  return needs;
}

/** By id as text compares here: ties must not depend on how the record orders. */
function inOrder(reps: readonly Rep[]): Rep[] {
  return [...reps].sort((a, b) => (a.id < b.id ? -1 : 1));
}
