import { type Spread, spreadOf } from '../domain/distribution.ts';
import { scoreTerritories, type TerritoryQuality } from '../domain/quality.ts';
import type { TerritoryFacts } from '../domain/territory-facts.ts';
import {
  type LayoutGround,
  type LayoutQuestion,
  LayoutTally,
  metricOrder,
  namedColumns,
  openLayoutGround,
} from './layout-ground.ts';
import type { Ports } from './ports.ts';
import { readOneSet } from './sum-by-cell.ts';

/** How good the territories of a layout are, and how alike. */
export interface LayoutQuality {
  readonly ground: LayoutGround;
  readonly territories: readonly { readonly facts: TerritoryFacts; readonly quality: TerritoryQuality }[];
  readonly spread: { readonly score: Spread; readonly workloadHours: Spread };
  /** Accounts at places that no territory holds: they count nowhere. */
  readonly outside: number;
}

/** Scores a layout's territories by the accounts of its plan, or of its line, as they are now. Errors: as `openLayoutGround`, and `accounts-replaced`. */
export async function getQuality(ports: Ports, workspaceId: string, question: LayoutQuestion): Promise<LayoutQuality> {
  const ground = await openLayoutGround(ports, workspaceId, question);
  const { plan, filter } = ground;
  const all = metricOrder(plan);
  const order = all.slice(0, 1 + Math.max(...Object.values(namedColumns(plan, all))));
  const { facts, outside } = await readOneSet(async () => {
    const tally = new LayoutTally(ground, order);
    for await (const page of ports.accountScan.profiles(workspaceId, plan, filter, order)) {
      for (const account of page) tally.add(account);
    }
    return { facts: await tally.facts(ports, workspaceId), outside: tally.outside };
  });
  const scored = scoreTerritories(facts, plan.quality.weights);
  return {
    ground,
    territories: scored.map((quality, at) => ({ facts: facts[at] as TerritoryFacts, quality })),
    spread: {
      score: spreadOf(scored.map(({ score }) => score)),
      workloadHours: spreadOf(facts.map(({ workload }) => workload.hours)),
    },
    outside,
  };
}
