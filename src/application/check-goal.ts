import { type Goal, goalNotFound } from '../domain/goal.ts';
import type { Layout } from '../domain/layout.ts';
import { ACCOUNTS_METRIC, WORKLOAD_METRIC } from '../domain/metric.ts';
import { localDay } from '../domain/moment.ts';
import type { Plan } from '../domain/plan.ts';
import type { Rep } from '../domain/rep.ts';
import { checkSmart, type SmartFacts, type SmartLetter } from '../domain/smart-check.ts';
import { yearBefore } from '../domain/year-before.ts';
import { repsById } from './all-reps.ts';
import { measureParents } from './describe-hierarchy.ts';
import { getLayout } from './get-layout.ts';
import { repsOfLayout } from './layout-reps.ts';
import type { Ports } from './ports.ts';
import { settleGoals } from './settle-goals.ts';
import { sumsOf, territorySums } from './territory-sums.ts';

/** A goal held against the five letters on a day. */
export interface CheckedGoal {
  readonly goal: Goal;
  readonly on: string;
  readonly letters: readonly SmartLetter[];
}

/** What is in force for all accounts, and who serves it. */
interface InForce {
  readonly layout: Layout;
  readonly reps: ReadonlyMap<string, string>;
}

/** The territories that a goal is about, and what is missing where there are none. */
interface Subject {
  readonly territories: readonly string[];
  readonly missing: string | null;
}

/** Checks whether a goal is specific, measurable, achievable, relevant and time-bound, by what is in force and the accounts as they are now. Throws `not-found`. */
export async function checkGoalSmart(
  ports: Ports,
  workspaceId: string,
  planId: string,
  goalId: string,
  askedPotential: string | null,
): Promise<CheckedGoal> {
  const { plan, governance, nowMs, next } = await settleGoals(ports, workspaceId, planId);
  const goal = await ports.goals.find(workspaceId, planId, goalId);
  if (goal === null) throw goalNotFound();
  const layout = next.layoutId === null ? null : await getLayout(ports, workspaceId, next.layoutId);
  const inForce = layout && { layout, reps: repsOfLayout(layout, governance, null, nowMs).reps };
  const reps = await repsById(ports, workspaceId, planId);
  const subject = await subjectOf(ports, workspaceId, goal, inForce, reps);
  const today = localDay(nowMs, plan.timeZone);
  const potentialMetric = askedPotential ?? plan.potentialMetric;
  const facts: SmartFacts = {
    ...(await figuresOf(ports, workspaceId, plan, { goal, inForce, subject, today, potentialMetric })),
    subjectMissing: subject.missing,
    capacityHours: capacityOf(goal, subject, inForce, reps),
    ownerMissing: await ownerMissing(ports, workspaceId, goal, subject, inForce),
    today,
  };
  return { goal, on: today, letters: checkSmart(goal, facts) };
}

async function subjectOf(
  ports: Ports,
  workspaceId: string,
  { subject }: Goal,
  inForce: InForce | null,
  reps: ReadonlyMap<string, Rep>,
): Promise<Subject> {
  const ids = inForce?.layout.territories.map(({ id }) => id) ?? [];
  if ('plan' in subject) return { territories: ids, missing: null };
  if (inForce === null) return { territories: [], missing: 'nothing is in force for all accounts: publish a layout' };
  if ('territoryId' in subject) {
    const { territoryId } = subject;
    const isThere = ids.includes(territoryId);
    return isThere
      ? { territories: [territoryId], missing: null }
      : { territories: [], missing: `the layout in force has no territory ${territoryId}` };
  }
  if ('repId' in subject) {
    const { repId } = subject;
    if (!reps.has(repId)) return { territories: [], missing: `the plan has no rep ${repId}` };
    const territories = ids.filter((id) => inForce.reps.get(id) === repId);
    return { territories, missing: territories.length > 0 ? null : `${repId} serves no territory in force` };
  }
  const { hierarchyId, parentId } = subject;
  const hierarchy = await ports.hierarchies.find(workspaceId, hierarchyId);
  if (hierarchy === null) return { territories: [], missing: `there is no hierarchy ${hierarchyId}` };
  if (hierarchy.layoutId !== inForce.layout.layoutId) {
    return { territories: [], missing: `${hierarchyId} is of another layout than the one in force: carry it over` };
  }
  const parent = measureParents(hierarchy, inForce.layout).find(({ id }) => id === parentId);
  if (parent === undefined) return { territories: [], missing: `the hierarchy has no node ${parentId}` };
  return { territories: parent.territories, missing: null };
}

async function figuresOf(
  ports: Ports,
  workspaceId: string,
  plan: Plan,
  {
    goal,
    inForce,
    subject: { territories },
    today,
    potentialMetric,
  }: { goal: Goal; inForce: InForce | null; subject: Subject; today: string; potentialMetric: string | null },
) {
  const { metric, start, due } = goal;
  const declared = metric === ACCOUNTS_METRIC || plan.metrics.includes(metric) ? ('plan' as const) : null;
  if (inForce === null || territories.length === 0) {
    const nothing = { achieved: null, ownSum: null, potential: null, history: null, workloadHours: null };
    return { ...nothing, metricFrom: declared };
  }
  const { layoutId, balance } = inForce.layout;
  const sums = await territorySums(ports, workspaceId, plan, layoutId);
  const total = (byTerritory: ReadonlyMap<string, number> | null) =>
    byTerritory && territories.reduce((sum, id) => sum + (byTerritory.get(id) ?? 0), 0);
  const achievedIn = async (period: { start: string; due: string }) =>
    total(await ports.goalHistory.achieved(workspaceId, plan.planId, { metric, ...period, layoutId }));
  const achieved = start > today ? null : await achievedIn({ start, due: due < today ? due : today });
  const history = await achievedIn(yearBefore(goal));
  const balanced = Object.hasOwn(balance, metric) ? ('layout' as const) : null;
  const fromActuals = achieved !== null || history !== null ? ('actuals' as const) : null;
  const potential = potentialMetric === null ? null : total(sumsOf(sums, potentialMetric));
  return {
    ...{ achieved, history, ownSum: total(sumsOf(sums, metric)) },
    potential: potential === null || potentialMetric === null ? null : { metric: potentialMetric, value: potential },
    workloadHours: total(sumsOf(sums, WORKLOAD_METRIC)),
    metricFrom: declared ?? balanced ?? fromActuals,
  };
}

/** Hours of those who serve the territories; null where any is vacant, or nobody knows. */
function capacityOf(
  { subject }: Goal,
  { territories }: Subject,
  inForce: InForce | null,
  reps: ReadonlyMap<string, Rep>,
) {
  const serving = 'repId' in subject ? [subject.repId] : territories.map((id) => inForce?.reps.get(id) ?? '');
  const hours = [...new Set(serving)].map((id) => reps.get(id)?.capacityHours ?? null);
  if (hours.length === 0) return null;
  return hours.reduce<number | null>((sum, one) => (sum === null || one === null ? null : sum + one), 0);
}

/** What keeps the owner of a goal from answering for it; null: nothing. */
async function ownerMissing(
  ports: Ports,
  workspaceId: string,
  { owner, subject }: Goal,
  { territories }: Subject,
  inForce: InForce | null,
): Promise<string | null> {
  if (owner === null) return 'nobody answers for it: give it an owner';
  if ('hierarchyId' in subject) {
    const hierarchy = await ports.hierarchies.find(workspaceId, subject.hierarchyId);
    const manager = hierarchy?.parents.find(({ id }) => id === subject.parentId)?.manager ?? null;
    if (manager !== null && JSON.stringify(manager) === JSON.stringify(owner)) return null;
  }
  if ('name' in owner) {
    return 'plan' in subject ? null : `${owner.name} is no rep of the plan: name the rep who serves it`;
  }
  if ('repId' in subject && subject.repId === owner.repId) return null;
  const serves = territories.some((id) => inForce?.reps.get(id) === owner.repId);
  return serves ? null : `${owner.repId} serves none of it in what is in force`;
}
