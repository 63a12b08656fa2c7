import type { PlanStore } from '../application/ports.ts';
import { parseResolution } from '../domain/cell.ts';
import { invalidCursor } from '../domain/invalid-cursor.ts';
import { type Metric, plainMetric } from '../domain/metric.ts';
import { type Plan, planNotFound } from '../domain/plan.ts';

interface PlanRow {
  readonly plan_number: number;
  readonly plan_id: string;
  readonly name: string;
  readonly metrics: string;
  readonly finest_resolution: number;
  readonly created_at: string;
  readonly metric_details: string;
  readonly tolerance: number;
}

const COLUMNS = 'plan_number, plan_id, name, metrics, finest_resolution, created_at, metric_details, tolerance';

/** Plans in D1. */
export function planStoreD1(db: D1Database): PlanStore {
  async function find(workspaceId: string, planId: string): Promise<Plan | null> {
    const row = await db
      .prepare(`SELECT ${COLUMNS} FROM plans WHERE workspace_id = ? AND plan_id = ?`)
      .bind(workspaceId, planId)
      .first<PlanRow>();
    return row && toPlan(row);
  }

  return {
    async create(workspaceId, plan) {
      const { planId, name, metrics, metricDetails, finestResolution, tolerance, createdAt } = plan;
      const described = metricDetails.filter(({ unit, kind }) => unit !== null || kind !== 'sum');
      await db.batch([
        db
          .prepare(
            `INSERT INTO plans
               (workspace_id, plan_id, name, metrics, finest_resolution, created_at, metric_details, tolerance)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          )
          .bind(
            ...[workspaceId, planId, name, JSON.stringify(metrics), finestResolution, createdAt],
            ...[JSON.stringify(described), tolerance],
          ),
        db
          .prepare(
            'INSERT INTO account_sets (plan_number, touched_at) SELECT plan_number, created_at FROM plans WHERE plan_id = ?',
          )
          .bind(planId),
        db
          .prepare(
            `UPDATE plans SET set_number = (SELECT set_number FROM account_sets WHERE plan_number = plans.plan_number)
             WHERE plan_id = ?`,
          )
          .bind(planId),
      ]);
    },

    find,

    async list(workspaceId, { cursor, limit }) {
      if (cursor !== null && !/^\d{1,15}$/.test(cursor)) throw invalidCursor(cursor);
      const { results } = await db
        .prepare(`SELECT ${COLUMNS} FROM plans WHERE workspace_id = ? AND plan_number > ? ORDER BY plan_number LIMIT ?`)
        .bind(workspaceId, Number(cursor ?? 0), limit + 1)
        .all<PlanRow>();
      const rows = results.slice(0, limit);
      const last = rows.at(-1);
      return {
        items: rows.map(toPlan),
        next: results.length > limit && last !== undefined ? String(last.plan_number) : null,
      };
    },

    async change(workspaceId, planId, { name, tolerance, finestResolution }) {
      const { meta } = await db
        .prepare(
          `UPDATE plans SET name = COALESCE(?3, name), tolerance = COALESCE(?4, tolerance),
             finest_resolution = COALESCE(?5, finest_resolution)
           WHERE workspace_id = ?1 AND plan_id = ?2 AND (COALESCE(?5, finest_resolution) = finest_resolution
             OR NOT EXISTS (SELECT 1 FROM account_sets JOIN accounts USING (set_number)
               WHERE account_sets.plan_number = plans.plan_number AND account_sets.ended = 0))`,
        )
        .bind(workspaceId, planId, name ?? null, tolerance ?? null, finestResolution ?? null)
        .run();
      return meta.changes > 0;
    },

    async declareMetrics(workspaceId, planId, metrics) {
      await db
        .prepare("UPDATE plans SET metrics = ? WHERE workspace_id = ? AND plan_id = ? AND metrics = '[]'")
        .bind(JSON.stringify(metrics), workspaceId, planId)
        .run();
      const plan = await find(workspaceId, planId);
      if (plan === null) throw planNotFound();
      return plan.metrics;
    },

    async delete(workspaceId, planId) {
      const statements = [
        `DELETE FROM layouts WHERE workspace_id = ?1
           AND layout_id IN (SELECT layout_id FROM plan_layouts WHERE workspace_id = ?1 AND plan_id = ?2)
           AND layout_id NOT IN (SELECT layout_id FROM plan_layouts WHERE workspace_id = ?1 AND plan_id <> ?2)`,
        'DELETE FROM plan_layouts WHERE workspace_id = ?1 AND plan_id = ?2',
        'DELETE FROM jobs WHERE workspace_id = ?1 AND plan_id = ?2',
        `DELETE FROM accounts WHERE set_number IN (SELECT set_number FROM account_sets
           WHERE plan_number = (SELECT plan_number FROM plans WHERE workspace_id = ?1 AND plan_id = ?2))`,
        `DELETE FROM account_sets
           WHERE plan_number = (SELECT plan_number FROM plans WHERE workspace_id = ?1 AND plan_id = ?2)`,
        `DELETE FROM reps
           WHERE plan_number = (SELECT plan_number FROM plans WHERE workspace_id = ?1 AND plan_id = ?2)`,
        'DELETE FROM plans WHERE workspace_id = ?1 AND plan_id = ?2',
      ];
      const answers = await db.batch(statements.map((sql) => db.prepare(sql).bind(workspaceId, planId)));
      return (answers.at(-1)?.meta.changes ?? 0) > 0;
    },
  };
}

function toPlan(row: PlanRow): Plan {
  const metrics = JSON.parse(row.metrics) as string[];
  const described = new Map((JSON.parse(row.metric_details) as Metric[]).map((metric) => [metric.name, metric]));
  return {
    planId: row.plan_id,
    name: row.name,
    metrics,
    metricDetails: metrics.map((name) => described.get(name) ?? plainMetric(name)),
    finestResolution: parseResolution(row.finest_resolution),
    tolerance: row.tolerance,
    createdAt: row.created_at,
  };
}
