import type { PipelineStage } from './deal.ts';
import { type Goal, type GoalSubject, subjectKey } from './goal.ts';
import { type GoalProgress, measureGoal } from './goal-progress.ts';
import type { OwnedDeals, OwnedPotential, OwnedSum, OwnerThen } from './owned-sum.ts';
import { type Pipeline, sumPipeline } from './pipeline.ts';
import { type PotentialRank, rankByPotential } from './potential-ranking.ts';
import { LINEAR, lastFullMonth, plusMonth, type Season } from './season.ts';

/** How a goal stands. */
export interface GoalPerformance extends GoalProgress {
  readonly goal: Goal;
  readonly season: Season['kind'];
  readonly pipeline: Pipeline & {
    /** What is weighted, of the gap; null where there is none. */
    readonly cover: number | null;
  };
  /** Among the goals for the same metric and period of territories, or of reps; null for all others. */
  readonly ranking: PotentialRank | null;
}

/** All that the performance of a plan follows from. */
export interface PerformanceBasis {
  /** Goals whose period a day is in. */
  readonly goals: readonly Goal[];
  /** The day, at whose end goals are measured. */
  readonly at: string;
  /** From the earliest start of a goal and two years before `at` on. */
  readonly sums: readonly OwnedSum[];
  /** By metric; linear for others. */
  readonly seasons: ReadonlyMap<string, Season>;
  readonly deals: readonly OwnedDeals[];
  readonly stages: readonly PipelineStage[];
  readonly potential: readonly OwnedPotential[];
  /** Ids of the territories of each parent in a hierarchy that a goal is for, by the key of the subject. */
  readonly parents: ReadonlyMap<string, readonly string[]>;
}

const PLAN = subjectKey({ plan: true });

/** The only metric of some goals, which deals without one count for; null where there are several. */
export function onlyMetric(goals: readonly Pick<Goal, 'metric'>[]): string | null {
  const metrics = new Set(goals.map(({ metric }) => metric));
  return metrics.size === 1 ? (goals[0]?.metric ?? null) : null;
}

/** Measures all goals of a basis, in their order. */
export function measureGoals(basis: PerformanceBasis): GoalPerformance[] {
  const { goals, at, seasons, stages } = basis;
  const group = grouping(basis.parents);
  const metric = onlyMetric(goals);
  const sums = group(basis.sums, (sum) => sum.metric);
  const deals = group(basis.deals, (deal) => deal.metric ?? metric ?? '');
  const potentials = group(basis.potential, () => '');
  const potentialOf = (key: string) =>
    (potentials.get(`${key}\n`) ?? []).reduce((sum, { potential }) => sum + potential, 0);
  const achievedIn = (key: string, { metric: of, start, due }: Goal) =>
    total((sums.get(`${key}\n${of}`) ?? []).filter(({ day }) => day >= start && day <= due && day <= at));

  const measured = goals.map((goal) => {
    const key = subjectKey(goal.subject);
    const season = seasons.get(goal.metric) ?? LINEAR;
    const { start, due } = goal;
    const history = monthsOf(sums.get(`${key}\n${goal.metric}`) ?? [], at);
    const progress = measureGoal(goal.target, { season, start, due, at, achieved: achievedIn(key, goal), history });
    const pipeline = sumPipeline(deals.get(`${key}\n${goal.metric}`) ?? [], stages, at, due);
    const cover = progress.gap > 0 ? pipeline.weighted / progress.gap : null;
    return { goal, ...progress, season: season.kind, pipeline: { ...pipeline, cover } };
  });

  const ranks = new Map<Goal, PotentialRank>();
  for (const rivals of Map.groupBy(measured, ({ goal }) => rivalryOf(goal)).values()) {
    const first = rivals[0]?.goal;
    if (first === undefined || rivalryOf(first) === null) continue;
    const achievers = rivals.map(({ goal, achieved }) => ({
      achieved,
      potential: potentialOf(subjectKey(goal.subject)),
    }));
    const plan = { achieved: achievedIn(PLAN, first), potential: potentialOf(PLAN) };
    rankByPotential(achievers, plan).forEach((rank, i) => {
      const { goal } = rivals[i] as (typeof rivals)[number];
      ranks.set(goal, rank);
    });
  }
  return measured.map((one) => ({ ...one, ranking: ranks.get(one.goal) ?? null }));
}

/** Goals that are ranked together; null for those that are not. */
function rivalryOf({ subject, metric, start, due }: Goal): string | null {
  const kind = 'territoryId' in subject ? 'territory' : 'repId' in subject ? 'rep' : null;
  return kind && JSON.stringify([kind, metric, start, due]);
}

/** Puts what owners have to all subjects that it counts for. */
function grouping(parents: PerformanceBasis['parents']) {
  const parentsOf = new Map<string, string[]>();
  for (const [key, territories] of parents) {
    for (const territory of territories) parentsOf.set(territory, [...(parentsOf.get(territory) ?? []), key]);
  }
  return <Item extends OwnerThen>(items: readonly Item[], metricOf: (item: Item) => string): Map<string, Item[]> => {
    const groups = new Map<string, Item[]>();
    for (const item of items) {
      const { territoryId, repId } = item;
      const subjects: GoalSubject[] = [{ plan: true }];
      if (territoryId !== null) subjects.push({ territoryId });
      if (repId !== null) subjects.push({ repId });
      const keys = [...subjects.map(subjectKey), ...((territoryId !== null && parentsOf.get(territoryId)) || [])];
      for (const key of keys) {
        const place = `${key}\n${metricOf(item)}`;
        const group = groups.get(place);
        if (group === undefined) groups.set(place, [item]);
        else group.push(item);
      }
    }
    return groups;
  };
}

/** Full months up to a day, from the first with any sum on and two years back at most: those between without one count 0. */
function monthsOf(sums: readonly OwnedSum[], at: string): [string, number][] {
  const last = lastFullMonth(at);
  const earliest = plusMonth(last, -23);
  const values = new Map<string, number>();
  for (const { day, value } of sums) {
    const month = day.slice(0, 7);
    if (month <= last && month >= earliest) values.set(month, (values.get(month) ?? 0) + value);
  }
  const first = [...values.keys()].sort()[0];
  const months: [string, number][] = [];
  for (let month = first ?? ''; month !== '' && month <= last; month = plusMonth(month, 1)) {
    months.push([month, values.get(month) ?? 0]);
  }
  return months;
}

function total(sums: readonly { readonly value: number }[]): number {
  return sums.reduce((sum, { value }) => sum + value, 0);
}
