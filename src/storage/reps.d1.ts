import type { RepStore } from '../application/rep-store.ts';
import { planNotFound } from '../domain/plan.ts';
import type { Leave, Rep } from '../domain/rep.ts';
import { chunkJson } from './chunk-json.ts';
import { pageOf } from './page-of.ts';
import { PLAN } from './plan-selects.ts';

interface RepRow {
  readonly rep_id: string;
  readonly name: string;
  readonly home_lat: number | null;
  readonly home_lng: number | null;
  readonly capacity_hours: number | null;
  readonly skills: string;
  readonly tenure_since: string | null;
  readonly leave: string;
}

const COLUMNS = ['rep_id', 'name', 'home_lat', 'home_lng', 'capacity_hours', 'skills', 'tenure_since', 'leave'];

const UPSERT = `INSERT INTO reps (plan_number, ${COLUMNS.join(', ')})
  SELECT plans.plan_number, ${COLUMNS.map((_, i) => `row.value ->> ${i}`).join(', ')}
  FROM plans, json_each(?3) AS row WHERE plans.workspace_id = ?1 AND plans.plan_id = ?2
  ON CONFLICT (plan_number, rep_id) DO UPDATE SET ${COLUMNS.map((name) => `${name} = excluded.${name}`).join(', ')}`;

/** Reps in D1. */
export function repStoreD1(db: D1Database): RepStore {
  return {
    async put(workspaceId, planId, reps, replace) {
      const upsert = db.prepare(UPSERT);
      const clear = db.prepare(`DELETE FROM reps WHERE plan_number = (${PLAN})`);
      const answers = await db.batch([
        db.prepare(PLAN).bind(workspaceId, planId),
        ...(replace ? [clear.bind(workspaceId, planId)] : []),
        ...chunkJson(reps.map(repJson)).map((chunk) => upsert.bind(workspaceId, planId, chunk)),
      ]);
      if (answers[0]?.results.length === 0) throw planNotFound();
    },

    async find(workspaceId, planId, repId) {
      const row = await db
        .prepare(`SELECT * FROM reps WHERE plan_number = (${PLAN}) AND rep_id = ?3`)
        .bind(workspaceId, planId, repId)
        .first<RepRow>();
      return row && toRep(row);
    },

    async known(workspaceId, planIds, repIds) {
      const found = new Set<string>();
      for (const chunk of chunkJson(repIds.map((repId) => JSON.stringify(repId)))) {
        const { results } = await db
          .prepare(
            `SELECT rep_id FROM plans JOIN reps USING (plan_number) WHERE workspace_id = ?1
               AND plan_id IN (SELECT value FROM json_each(?2)) AND rep_id IN (SELECT value FROM json_each(?3))`,
          )
          .bind(workspaceId, JSON.stringify(planIds), chunk)
          .all<{ rep_id: string }>();
        for (const { rep_id } of results) found.add(rep_id);
      }
      return found;
    },

    async list(workspaceId, planId, { cursor, limit }) {
      const { results } = await db
        .prepare(`SELECT * FROM reps WHERE plan_number = (${PLAN}) AND rep_id > ?3 ORDER BY rep_id LIMIT ?4`)
        .bind(workspaceId, planId, cursor ?? '', limit + 1)
        .all<RepRow>();
      return pageOf(results, limit, toRep, (row) => row.rep_id);
    },

    async delete(workspaceId, planId, repId) {
      const { meta } = await db
        .prepare(`DELETE FROM reps WHERE plan_number = (${PLAN}) AND rep_id = ?3`)
        .bind(workspaceId, planId, repId)
        .run();
      return meta.changes > 0;
    },
  };
}

function repJson({ id, name, home, capacityHours, skills, tenureSince, leave }: Rep): string {
  const [lat, lng] = [home?.lat ?? null, home?.lng ?? null];
  return JSON.stringify([id, name, lat, lng, capacityHours, skills, tenureSince, leave]);
}

function toRep(row: RepRow): Rep {
  const { home_lat: lat, home_lng: lng } = row;
  return {
    id: row.rep_id,
    name: row.name,
    home: lat === null || lng === null ? null : { lat, lng },
    capacityHours: row.capacity_hours,
    skills: JSON.parse(row.skills) as string[],
    tenureSince: row.tenure_since,
    leave: JSON.parse(row.leave) as Leave[],
  };
}
