import { cellNumber } from '../domain/cell-number.ts';
import { Failure } from '../domain/failure.ts';
import { findStatements, type Statement } from '../domain/find-statements.ts';
import type { LineFilter } from '../domain/line.ts';
import { WORKLOAD_METRIC } from '../domain/metric.ts';
import type { Plan } from '../domain/plan.ts';
import { settled } from '../domain/settle-sums.ts';
import type { TerritoryFacts, Workload } from '../domain/territory-facts.ts';
import { getPlan } from './get-plan.ts';
import {
  eachVisited,
  type LayoutGround,
  type LayoutQuestion,
  LayoutTally,
  metricOrder,
  openLayoutGround,
  territoryOf,
} from './layout-ground.ts';
import { namedLine } from './named-line.ts';
import type { Ports } from './ports.ts';
import { type Penetration, type Profile, penetrationOf, readProfile } from './profile-tally.ts';
import { readOneSet } from './sum-by-cell.ts';

/** A plan's accounts, or those of a line, and the territories in force. */
export interface PlanProfile {
  readonly plan: Plan;
  readonly line: string | null;
  readonly profile: Profile;
  readonly penetration: Penetration | null;
  readonly workload: Workload;
  readonly territories: readonly TerritoryInForce[];
}

/** A territory of a layout that is in force. */
export interface TerritoryInForce {
  readonly line: string | null;
  readonly publicationId: string;
  readonly layoutId: string;
  readonly territoryId: string;
  readonly name: string;
  readonly repId: string | null;
}

/** The accounts of one territory, and what stands out among those of its layout. */
export interface TerritoryProfile {
  readonly ground: LayoutGround;
  readonly facts: TerritoryFacts;
  readonly profile: Profile;
  readonly penetration: Penetration | null;
  readonly statements: readonly Statement[];
}

/** Profiles a plan. Throws `not-found`, `accounts-replaced`; `invalid-parameter` for a line that it does not have. */
export async function getPlanProfile(
  ports: Ports,
  workspaceId: string,
  planId: string,
  lineId: string | null,
): Promise<PlanProfile> {
  const plan = await getPlan(ports, workspaceId, planId);
  const filter = (await namedLine(ports, workspaceId, planId, lineId, 'line'))?.filter ?? null;
  const { profile, workload } = await readOneSet(async () => {
    const profile = await readProfile(ports, workspaceId, plan, filter, () => true);
    return { profile, workload: await planWorkload(ports, workspaceId, plan, filter, profile) };
  });
  const penetration = penetrationOf(plan, profile);
  return {
    ...{ plan, line: lineId, profile, penetration, workload },
    territories: await territoriesInForce(ports, workspaceId, planId, lineId),
  };
}

/** Profiles a territory. Throws as `openLayoutGround`, `accounts-replaced`, and `not-found` for a territory that the layout does not have. */
export async function getTerritoryProfile(
  ports: Ports,
  workspaceId: string,
  territoryId: string,
  question: LayoutQuestion,
): Promise<TerritoryProfile> {
  const ground = await openLayoutGround(ports, workspaceId, question);
  const { plan, leaves, filter } = ground;
  const territory = expectTerritory(ground, territoryId);
  const { profile, all } = await readOneSet(async () => {
    const tally = new LayoutTally(ground, metricOrder(plan));
    const profile = await readProfile(ports, workspaceId, plan, filter, (account, isFirst) => {
      const found = isFirst ? tally.add(account) : territoryOf(leaves, cellNumber(account.cell));
      return found === territory;
    });
    return { profile, all: await tally.facts(ports, workspaceId) };
  });
  const unitOf = (metric: string | null) => plan.metricDetails.find(({ name }) => name === metric)?.unit ?? null;
  const units = { value: unitOf(plan.valueMetric), potential: unitOf(plan.potentialMetric) };
  return {
    ...{ ground, profile, penetration: penetrationOf(plan, profile) },
    facts: all[territory] as TerritoryFacts,
    statements: findStatements(all, territory, units),
  };
}

/** The position of a territory. Throws `not-found` where the layout does not have it. */
export function expectTerritory({ layout }: LayoutGround, territoryId: string): number {
  const territory = layout.territories.findIndex(({ id }) => id === territoryId);
  if (territory >= 0) return territory;
  const ids = layout.territories.slice(0, 10).map(({ id }) => id);
  const more = layout.territories.length > ids.length ? ' ...' : '';
  throw new Failure('not-found', `the layout has no territory with this id: it has ${ids.join(', ')}${more}`);
}

async function planWorkload(
  ports: Ports,
  workspaceId: string,
  plan: Plan,
  filter: LineFilter | null,
  { metrics, distributions }: Profile,
): Promise<Workload> {
  const own = metrics.indexOf(WORKLOAD_METRIC);
  if (own >= 0) return { hours: distributions[own]?.total ?? 0, visits: null, travel: null };
  let [visits, travel] = [0, 0];
  await eachVisited(ports, workspaceId, plan, filter, (_, visited, travelled) => {
    visits += visited;
    travel += travelled;
  });
  return { hours: settled((visits + travel) / 60), visits: settled(visits / 60), travel: settled(travel / 60) };
}

/** Of all lines, or of the one that is asked for. */
async function territoriesInForce(
  ports: Ports,
  workspaceId: string,
  planId: string,
  lineId: string | null,
): Promise<TerritoryInForce[]> {
  const governance = await ports.governance.load(workspaceId, planId);
  // What is on record holds, also where the clock that it was recorded by is ahead.
  const nowMs = Math.max(Date.now(), governance.end.recordedMs);
  const territories: TerritoryInForce[] = [];
  for (const line of lineId === null ? governance.lines : [lineId]) {
    const publication = governance.publications.get(governance.inForce(line, nowMs).holding?.subject ?? '');
    if (publication === undefined) continue;
    const { publicationId, layoutId, reps } = publication;
    const layout = await ports.layouts.findInForce(workspaceId, layoutId);
    for (const { id, name } of layout?.territories ?? []) {
      const repId = Object.hasOwn(reps, id) ? (reps[id] ?? null) : null;
      territories.push({ line, publicationId, layoutId, territoryId: id, name, repId });
    }
  }
  return territories;
}
