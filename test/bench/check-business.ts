import type { Layout } from '../../src/domain/layout.ts';
import { hasBusiness, loadBusiness } from '../../src/local/load-business.ts';
import { ProgressBar } from '../../src/local/progress-bar.ts';
import type { SampleBusiness } from '../../src/local/sample/sample-business.ts';
import { openSamplePlan, sampleMarket } from '../../src/local/sample-plan.ts';
import type { Served } from '../browser/served.ts';
import type { Checklist } from './checklist.ts';

const VALUE = 'revenue';

interface Goals {
  readonly items: readonly {
    readonly goal: { readonly goalId: string; readonly subject: { readonly plan?: true }; readonly target: number };
    readonly achieved: number;
    readonly status: string;
    readonly forecast: { readonly low: number; readonly value: number; readonly high: number };
    readonly pipeline: {
      readonly deals: number;
      readonly weighted: number;
      readonly overdue: { readonly deals: number };
    };
    readonly ranking: { readonly potential: number; readonly rank: number } | null;
  }[];
}

interface Profile {
  readonly accounts: number;
  readonly byStatus: { readonly groups: readonly { readonly label: string; readonly accounts: number }[] };
  readonly metrics: Readonly<Record<string, { readonly total: number }>>;
  readonly strengths: readonly unknown[];
}

interface Quality {
  readonly outside: number;
  readonly territories: readonly {
    readonly territoryId: string;
    readonly accounts: number;
    readonly score: number;
    readonly rep: object | null;
    readonly parts: { readonly service: { readonly score: number } };
  }[];
}

interface Repair {
  readonly isInside: boolean;
  readonly accounts: number;
  readonly breaches: readonly { readonly territoryId: string; readonly sum: number; readonly most: number }[];
}

/** The business of the sample, loaded as `npm start` loads it: what the answers about it say of one and the same thing is the same. */
export async function checkBusiness(checks: Checklist, { api }: Served): Promise<void> {
  const bar = new ProgressBar(process.stdout);
  const { planId, layout } = await openSamplePlan(api, bar);
  const ground = { planId, layoutId: layout.layoutId, finest: layout.resolution.finest };
  const today = new Date().toISOString().slice(0, 10);
  const startMs = performance.now();
  const business = await loadBusiness(api, { ...ground, market: sampleMarket(), today });
  const seconds = (performance.now() - startMs) / 1000;
  checks.holds('the business is loaded within 30 s', seconds < 30, `${seconds.toFixed(1)} s`);
  checks.holds('a later start finds it', await hasBusiness(api, planId));
  const timed = async <T>(what: string, path: string, body?: object): Promise<T> => {
    const sentMs = performance.now();
    const answer = body
      ? await api.send<T>('POST', path, 'application/json', JSON.stringify(body))
      : await api.get<T>(path);
    console.log(`       ${what} in ${(performance.now() - sentMs).toFixed(0)} ms`);
    return answer;
  };
  const profile = await timed<Profile>('the profile of the plan', `/v1/plans/${planId}/profile`);
  checkProfile(checks, profile, business);
  checkGoals(
    checks,
    await timed<Goals>('performance', `/v1/plans/${planId}/performance?limit=1000`),
    business,
    profile,
  );
  checkQuality(checks, await timed<Quality>('quality', `/v1/layouts/${layout.layoutId}/quality`), business, profile);
  await checkOneTerritory(checks, { api, planId, layout });
  const repair = await timed<Repair>('a repair', `/v1/layouts/${layout.layoutId}/repairs`, { planId });
  const { drifted } = business.special;
  const breach = repair.breaches.find(({ territoryId }) => territoryId === drifted);
  checks.holds(`${drifted} has drifted`, breach !== undefined, `${breach?.sum} of at most ${breach?.most.toFixed(0)}`);
  checks.holds('a repair brings all inside', repair.isInside, `${repair.accounts} accounts move`);
}

function checkProfile(checks: Checklist, profile: Profile, { actuals, calendar }: SampleBusiness): void {
  const counted = profile.byStatus.groups.map(({ label, accounts }) => `${accounts} ${label}`);
  const known = profile.byStatus.groups.reduce((sum, { accounts }) => sum + accounts, 0);
  checks.holds('statuses add up to the accounts', known === profile.accounts, counted.join(', '));
  const lastYear = actuals.filter(({ period }) => calendar.months.slice(-13, -1).includes(period));
  const sold = lastYear.reduce((sum, { value }) => sum + value, 0);
  const told = profile.metrics[VALUE]?.total ?? 0;
  checks.holds('the accounts are worth what they brought in a year', told === sold, `${told} USD`);
}

function checkGoals(
  checks: Checklist,
  { items }: Goals,
  { goals, calendar, ...sent }: SampleBusiness,
  profile: Profile,
) {
  const [ofPlan] = items.filter(({ goal }) => goal.subject.plan);
  const territories = items.filter(({ goal }) => !goal.subject.plan);
  const sum = (of: (item: Goals['items'][number]) => number) => territories.reduce((all, item) => all + of(item), 0);
  const nearly = (one: number, other = Number.NaN) => Math.abs(one - other) <= 1e-6 * Math.abs(other);
  const targets = sum(({ goal }) => goal.target);
  checks.holds('targets of territories add up to the total', targets === goals.spread.total, `${targets} USD`);
  const achieved = sent.actuals.filter(({ period }) => `${period}-01` >= calendar.start);
  const known = achieved.reduce((all, { value }) => all + value, 0);
  checks.holds(
    'what they achieved is what was sent',
    nearly(
      sum((one) => one.achieved),
      known,
    ),
    `${known} USD`,
  );
  checks.holds('and the plan achieved as much', ofPlan?.achieved === known);
  const open = sum(({ pipeline }) => pipeline.deals + pipeline.overdue.deals);
  const counted = sent.deals.filter(({ expectedClose }) => expectedClose <= calendar.due).length;
  checks.holds('deals until the goals are due are in pipelines', open === counted, `${open} of ${sent.deals.length}`);
  const weighted = sum(({ pipeline }) => pipeline.weighted);
  checks.holds('weighted, as much as of the plan', nearly(weighted, ofPlan?.pipeline.weighted), weighted.toFixed(0));
  const potential = sum(({ ranking }) => ranking?.potential ?? 0);
  checks.holds('their potential is that of the profile', nearly(potential, profile.metrics.potential?.total));
  const ranges = items.every(({ forecast: { low, value, high } }) => low < value && value < high);
  checks.holds('every forecast is within its range', ranges);
  const count = (status: string) => territories.filter((item) => item.status === status).length;
  const statuses = ['on-track', 'at-risk', 'behind'].map((status) => `${count(status)} ${status}`);
  checks.holds(
    'some goals are on track, some at risk, some behind',
    !/\b0 /.test(statuses.join(', ')),
    statuses.join(', '),
  );
}

function checkQuality(
  checks: Checklist,
  { outside, territories }: Quality,
  { special }: SampleBusiness,
  profile: Profile,
) {
  const held = territories.reduce((sum, { accounts }) => sum + accounts, 0);
  checks.holds('territories hold the accounts', held + outside === profile.accounts, `${outside} outside`);
  const scores = territories.map(({ score }) => score);
  const [least, most] = [Math.min(...scores), Math.max(...scores)];
  checks.holds('scores are from 0 to 100', least >= 0 && most <= 100, `${least.toFixed(1)} to ${most.toFixed(1)}`);
  const vacant = territories.filter(({ rep }) => rep === null);
  const isSo = vacant.length === 1 && vacant[0]?.territoryId === special.vacant && vacant[0].parts.service.score === 0;
  checks.holds(`${special.vacant} alone is vacant, and nobody serves it`, isSo);
}

async function checkOneTerritory(
  checks: Checklist,
  { api, planId, layout }: Pick<Served, 'api'> & { readonly planId: string; readonly layout: Layout },
): Promise<void> {
  const [first] = layout.territories;
  const { strengths, accounts } = await api.get<Profile>(
    `/v1/layouts/${layout.layoutId}/territories/${first?.id}/profile`,
  );
  checks.holds('a territory has a profile', accounts > 0, `${accounts} accounts, ${strengths.length} strengths`);
  const { items } = await api.get<{ items: { goalId: string }[] }>(`/v1/plans/${planId}/goals?limit=1`);
  const smart = await api.get<{ letters: { holds: boolean }[] }>(`/v1/plans/${planId}/goals/${items[0]?.goalId}/smart`);
  const held = smart.letters.filter(({ holds }) => holds).length;
  checks.holds('a goal is checked letter by letter', smart.letters.length === 5, `${held} of 5 hold`);
}
