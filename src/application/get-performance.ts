import { Failure } from '../domain/failure.ts';
import { type Goal, subjectKey } from '../domain/goal.ts';
import { ownersAtLevel } from '../domain/hierarchy.ts';
import { ACCOUNTS_METRIC } from '../domain/metric.ts';
import { localDay } from '../domain/moment.ts';
import type { OwnedDeals } from '../domain/owned-sum.ts';
import type { Plan } from '../domain/plan.ts';
import { type GoalPerformance, measureGoals, onlyMetric } from '../domain/plan-performance.ts';
import { lastFullMonth, learnSeason, plusMonth, type Season } from '../domain/season.ts';
import { shorten } from '../domain/shorten.ts';
import { getPlan } from './get-plan.ts';
import { listGoals } from './list-goals.ts';
import { type OwnersThen, openOwnersThen } from './owners-then.ts';
import type { Ports } from './ports.ts';
import { sumByOwner, sumPotential } from './sum-actuals.ts';

/** Goals and deals read at once. */
const [GOALS_PER_PAGE, DEALS_PER_PAGE] = [1_000, 20_000];

/** What is asked of the performance of a plan. */
export interface PerformanceQuestion {
  /** The day at whose end goals are measured; null: today in the time zone of the plan. */
  readonly at: string | null;
  /** `auto`: learned where a full year is known. */
  readonly season: 'linear' | 'learned' | 'auto';
  /** The metric of accounts that ranks are fair to; null: `potential` where the plan has it, else the number of accounts. */
  readonly potential: string | null;
}

/** How the goals of a plan stand. */
export interface PlanPerformance {
  readonly at: string;
  readonly timeZone: string;
  readonly potential: string;
  readonly seasons: ReadonlyMap<string, Season>;
  /** The metric that deals without one count for; null: none, as goals have several. */
  readonly metricOfDeals: string | null;
  /** Deals that count for no goal, as they have no metric. */
  readonly dealsWithoutMetric: number;
  readonly goals: readonly GoalPerformance[];
}

/**
 * Measures the goals whose period a day is in. What was achieved counts for who owned the accounts then, deals and potential for who owns them now.
 *
 * Errors: `not-found`; `invalid-parameter` for a season that cannot be learned, and a potential that is no metric of the plan.
 */
export async function getPerformance(
  ports: Ports,
  workspaceId: string,
  planId: string,
  question: PerformanceQuestion,
): Promise<PlanPerformance> {
  const plan = await getPlan(ports, workspaceId, planId);
  const at = question.at ?? localDay(Date.now(), plan.timeZone);
  const goals = await readGoals(ports, workspaceId, planId, at);
  const potential = potentialOf(plan, question.potential);
  const months = await ports.actuals.months(workspaceId, planId, {
    account: null,
    metric: null,
    from: null,
    until: at,
  });
  const seasons = seasonsOf(goals, months, question.season, at);
  const owners = await openOwnersThen(ports, workspaceId, plan);
  // In time, texts of days are in their order.
  const [from] = [`${plusMonth(lastFullMonth(at), -23)}-01`, ...goals.map(({ start }) => start)].sort();
  const filter = { account: null, metric: onlyMetric(goals), from: from ?? at, until: at };
  const daily = [at, ...goals.flatMap(({ start, due }) => [start, due])].map((day) => day.slice(0, 7));
  const stages = await ports.deals.stages(workspaceId, planId);
  const chances = new Map(stages.map(({ name, probability }) => [name, probability]));
  const deals = goals.length === 0 ? [] : await readDeals(ports, workspaceId, planId, owners, chances);
  const metricOfDeals = onlyMetric(goals);
  return {
    ...{ at, timeZone: plan.timeZone, seasons, metricOfDeals },
    potential: potential.name,
    dealsWithoutMetric:
      metricOfDeals === null
        ? deals.reduce((sum, { metric, deals: count }) => sum + (metric === null ? count : 0), 0)
        : 0,
    goals: measureGoals({
      ...{ goals, at, seasons, deals, stages },
      sums: goals.length === 0 ? [] : await sumByOwner(ports, workspaceId, plan, owners, filter, daily),
      potential: goals.length === 0 ? [] : await sumPotential(ports, workspaceId, plan, owners, potential.place),
      parents: await territoriesOfParents(ports, workspaceId, goals),
    }),
  };
}

async function readGoals(ports: Ports, workspaceId: string, planId: string, at: string): Promise<Goal[]> {
  const goals: Goal[] = [];
  for (let cursor: string | null = null; ; ) {
    const page = await listGoals(ports, workspaceId, planId, { at }, { cursor, limit: GOALS_PER_PAGE });
    goals.push(...page.items);
    cursor = page.next;
    if (cursor === null) return goals;
  }
}

function potentialOf({ metrics, potentialMetric }: Plan, asked: string | null): { name: string; place: number } {
  const name = asked ?? potentialMetric ?? (metrics.includes('potential') ? 'potential' : ACCOUNTS_METRIC);
  if (name === ACCOUNTS_METRIC) return { name, place: -1 };
  const place = metrics.indexOf(name);
  if (place >= 0) return { name, place };
  throw Failure.invalid('invalid-parameter', {
    field: 'potential',
    value: shorten(name),
    detail: 'is no metric of this plan',
    remedy: `send one of: ${[ACCOUNTS_METRIC, ...metrics].join(', ')}`,
  });
}

function seasonsOf(
  goals: readonly Goal[],
  months: readonly { readonly metric: string; readonly month: string; readonly value: number }[],
  asked: PerformanceQuestion['season'],
  at: string,
): Map<string, Season> {
  const seasons = new Map<string, Season>();
  if (asked === 'linear') return seasons;
  for (const metric of new Set(goals.map((goal) => goal.metric))) {
    const sums = new Map(months.filter((one) => one.metric === metric).map(({ month, value }) => [month, value]));
    const season = learnSeason(sums, at);
    if (season !== null) seasons.set(metric, season);
    else if (asked === 'learned') {
      throw Failure.invalid('invalid-parameter', {
        field: 'season',
        value: asked,
        detail: `needs twelve full months of ${shorten(metric)} up to ${at}`,
        remedy: 'send the actuals of a year (PUT /v1/plans/{planId}/actuals), or ask for season=auto or linear',
      });
    }
  }
  return seasons;
}

async function readDeals(
  ports: Ports,
  workspaceId: string,
  planId: string,
  owners: OwnersThen,
  chances: ReadonlyMap<string, number>,
): Promise<OwnedDeals[]> {
  const sums = new Map<string, { -readonly [Member in keyof OwnedDeals]: OwnedDeals[Member] }>();
  const all = { account: null, stage: null, metric: null, from: null, until: null };
  for (let cursor: string | null = null; ; ) {
    const page = await ports.deals.list(workspaceId, planId, all, { cursor, limit: DEALS_PER_PAGE });
    const ids = [...new Set(page.items.map(({ account }) => account))];
    const question = { potential: -1, withTraits: owners.withTraits };
    const found = await owners.of(await ports.actuals.accounts(workspaceId, planId, ids, question));
    for (const { account, metric, stage, expectedClose, amount, probability } of page.items) {
      const { territoryId, repId } = found.now(account);
      const weighted = amount * (probability ?? chances.get(stage) ?? 0);
      const key = JSON.stringify([territoryId, repId, metric, stage, expectedClose]);
      const sum = sums.get(key);
      if (sum === undefined) {
        sums.set(key, { territoryId, repId, metric, stage, expectedClose, deals: 1, amount, weighted });
      } else {
        sum.deals++;
        sum.amount += amount;
        sum.weighted += weighted;
      }
    }
    cursor = page.next;
    if (cursor === null) return [...sums.values()];
  }
}

/** Territories of the parents that goals are for; those of a hierarchy that is gone have none. */
async function territoriesOfParents(ports: Ports, workspaceId: string, goals: readonly Goal[]) {
  const found = new Map<string, string[]>();
  const hierarchies = new Map<string, Map<string, string[]>>();
  for (const { subject } of goals) {
    if (!('hierarchyId' in subject)) continue;
    const { hierarchyId, parentId } = subject;
    let parents = hierarchies.get(hierarchyId);
    if (parents === undefined) {
      parents = await readParents(ports, workspaceId, hierarchyId);
      hierarchies.set(hierarchyId, parents);
    }
    found.set(subjectKey(subject), parents.get(parentId) ?? []);
  }
  return found;
}

async function readParents(ports: Ports, workspaceId: string, hierarchyId: string): Promise<Map<string, string[]>> {
  const parents = new Map<string, string[]>();
  const hierarchy = await ports.hierarchies.find(workspaceId, hierarchyId);
  const layout = hierarchy && (await ports.layouts.findInForce(workspaceId, hierarchy.layoutId));
  if (!hierarchy || !layout) return parents;
  for (const level of hierarchy.levels.keys()) {
    ownersAtLevel(hierarchy, level).forEach((at, territory) => {
      const [id, territoryId] = [hierarchy.parents[at]?.id, layout.territories[territory]?.id];
      if (id !== undefined && territoryId !== undefined) parents.set(id, [...(parents.get(id) ?? []), territoryId]);
    });
  }
  return parents;
}
