import type { StageStore } from '../application/stage-store.ts';
import { planNotFound } from '../domain/plan.ts';
import type { StageName, TerritoryStage } from '../domain/territory-stage.ts';
import { chunkJson } from './chunk-json.ts';
import { pageOf } from './page-of.ts';
import { PLAN } from './plan-selects.ts';

interface StageRow {
  readonly territory_id: string;
  readonly stage: StageName;
  readonly since: string;
  readonly ramp: string;
}

/** Stages of territories in D1. */
export function stageStoreD1(db: D1Database): StageStore {
  return {
    async list(workspaceId, planId, { cursor, limit }) {
      const { results } = await db
        .prepare(
          `SELECT * FROM territory_stages WHERE plan_number = (${PLAN}) AND territory_id > ?3 ORDER BY territory_id LIMIT ?4`,
        )
        .bind(workspaceId, planId, cursor ?? '', limit + 1)
        .all<StageRow>();
      return pageOf(results, limit, toStage, (row) => row.territory_id);
    },

    async find(workspaceId, planId, territoryId) {
      const row = await db
        .prepare(`SELECT * FROM territory_stages WHERE plan_number = (${PLAN}) AND territory_id = ?3`)
        .bind(workspaceId, planId, territoryId)
        .first<StageRow>();
      return row && toStage(row);
    },

    async all(workspaceId, planId) {
      const { results } = await db
        .prepare(`SELECT * FROM territory_stages WHERE plan_number = (${PLAN}) ORDER BY territory_id`)
        .bind(workspaceId, planId)
        .all<StageRow>();
      return results.map(toStage);
    },

    async put(workspaceId, planId, stages, replace) {
      const rows = stages.map((one) =>
        JSON.stringify([one.territoryId, one.stage, one.since, JSON.stringify(one.ramp)]),
      );
      const upsert = db.prepare(
        `INSERT INTO territory_stages (plan_number, territory_id, stage, since, ramp)
         SELECT plan_number, row.value ->> 0, row.value ->> 1, row.value ->> 2, row.value ->> 3
         FROM plans, json_each(?3) AS row WHERE workspace_id = ?1 AND plan_id = ?2
         ON CONFLICT (plan_number, territory_id) DO UPDATE SET stage = excluded.stage, since = excluded.since, ramp = excluded.ramp`,
      );
      const clear = db.prepare(`DELETE FROM territory_stages WHERE plan_number = (${PLAN})`);
      const [plan] = await db.batch([
        db.prepare(PLAN).bind(workspaceId, planId),
        ...(replace ? [clear.bind(workspaceId, planId)] : []),
        ...chunkJson(rows).map((chunk) => upsert.bind(workspaceId, planId, chunk)),
      ]);
      if (plan?.results.length === 0) throw planNotFound();
    },

    async delete(workspaceId, planId, territoryId) {
      const { meta } = await db
        .prepare(`DELETE FROM territory_stages WHERE plan_number = (${PLAN}) AND territory_id = ?3`)
        .bind(workspaceId, planId, territoryId)
        .run();
      return meta.changes > 0;
    },
  };
}

function toStage({ territory_id: territoryId, stage, since, ramp }: StageRow): TerritoryStage {
  return { territoryId, stage, since, ramp: JSON.parse(ramp) as number[] };
}
