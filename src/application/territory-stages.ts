import { Failure } from '../domain/failure.ts';
import { localDay } from '../domain/moment.ts';
import { refuseAll } from '../domain/owner-named.ts';
import { shorten } from '../domain/shorten.ts';
import { isNewOn, type TerritoryStage } from '../domain/territory-stage.ts';
import { getPlan } from './get-plan.ts';
import type { Page, PageRequest } from './page.ts';
import type { Ports } from './ports.ts';

/** A stage, and whether the territory is new today in the zone of the plan. */
export interface StageToday {
  readonly stage: TerritoryStage;
  readonly isNew: boolean;
}

/** Stages of a plan by territory, ascending. Throws `not-found`. */
export async function listStages(
  ports: Ports,
  workspaceId: string,
  planId: string,
  page: PageRequest,
): Promise<Page<StageToday>> {
  const today = await todayIn(ports, workspaceId, planId);
  const { items, next } = await ports.stages.list(workspaceId, planId, page);
  return { items: items.map((stage) => ({ stage, isNew: isNewOn(stage, today) })), next };
}

/** The stage of a territory. Throws `not-found`. */
export async function getStage(
  ports: Ports,
  workspaceId: string,
  planId: string,
  territoryId: string,
): Promise<StageToday> {
  const today = await todayIn(ports, workspaceId, planId);
  const stage = await ports.stages.find(workspaceId, planId, territoryId);
  if (stage === null) throw noStage();
  return { stage, isNew: isNewOn(stage, today) };
}

/** Gives a territory a stage, or another. Throws `not-found`. */
export async function putStage(
  ports: Ports,
  workspaceId: string,
  planId: string,
  stage: TerritoryStage,
): Promise<StageToday> {
  const today = await todayIn(ports, workspaceId, planId);
  await ports.stages.put(workspaceId, planId, [stage], false);
  return { stage, isNew: isNewOn(stage, today) };
}

/** Replaces all stages of a plan. Throws `not-found`, `invalid-parameter` for territories that are named twice. */
export async function replaceStages(
  ports: Ports,
  workspaceId: string,
  planId: string,
  stages: readonly TerritoryStage[],
): Promise<readonly StageToday[]> {
  const today = await todayIn(ports, workspaceId, planId);
  const first = new Map<string, number>();
  refuseAll(
    stages.map(({ territoryId }, at) => {
      const before = first.get(territoryId);
      if (before === undefined) first.set(territoryId, at);
      return before === undefined ? null : twice(territoryId, at, before);
    }),
  );
  await ports.stages.put(workspaceId, planId, stages, true);
  return stages.map((stage) => ({ stage, isNew: isNewOn(stage, today) }));
}

/** Takes the stage of a territory away: it counts as mature. Throws `not-found`. */
export async function deleteStage(
  ports: Ports,
  workspaceId: string,
  planId: string,
  territoryId: string,
): Promise<void> {
  await getPlan(ports, workspaceId, planId);
  if (!(await ports.stages.delete(workspaceId, planId, territoryId))) throw noStage();
}

async function todayIn(ports: Ports, workspaceId: string, planId: string): Promise<string> {
  return localDay(Date.now(), (await getPlan(ports, workspaceId, planId)).timeZone);
}

function noStage(): Failure {
  return new Failure('not-found', 'no stage was given to a territory with this id: it counts as mature');
}

function twice(territoryId: string, at: number, before: number) {
  return {
    ...{ field: `/stages/${at}/territoryId`, value: shorten(territoryId), detail: `is in /stages/${before}, too` },
    remedy: 'name each territory once',
  };
}
