import type { PlanStore } from '../application/plan-store.ts';
import type { PlanVersion } from '../application/plan-version.ts';
import { parseResolution } from '../domain/cell.ts';
import { type Metric, plainMetric } from '../domain/metric.ts';
import { readNumberCursor } from '../domain/number-cursor.ts';
import { type Plan, planNotFound } from '../domain/plan.ts';
import type { NamedOwner } from '../domain/plan-event.ts';
import type { QualityWeights } from '../domain/quality-weights.ts';
import { pageOf } from './page-of.ts';
import { REVIEW_TABLES } from './review-tables.ts';

interface PlanRow {
  readonly plan_number: number;
  readonly plan_id: string;
  readonly name: string;
  readonly metrics: string;
  readonly finest_resolution: number;
  readonly created_at: string;
  readonly metric_details: string;
  readonly tolerance: number;
  readonly time_zone: string;
  readonly approval_required: number;
  readonly catch_all: string | null;
  readonly value_metric: string | null;
  readonly potential_metric: string | null;
  readonly quality_weights: string;
}

const COLUMNS = `plan_number, plan_id, name, metrics, finest_resolution, created_at, metric_details, tolerance, time_zone,
  approval_required, catch_all, value_metric, potential_metric, quality_weights`;

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
      const {
        planId,
        name,
        metrics,
        metricDetails,
        finestResolution,
        tolerance,
        timeZone,
        approvalRequired,
        catchAll,
        valueMetric,
        potentialMetric,
        quality,
        createdAt,
      } = plan;
      const described = metricDetails.filter(({ unit, kind }) => unit !== null || kind !== 'sum');
      await db.batch([
        db
          .prepare(
            `INSERT INTO plans
               (workspace_id, plan_id, name, metrics, finest_resolution, created_at, metric_details, tolerance, time_zone, approval_required,
                catch_all, value_metric, potential_metric, quality_weights)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          )
          .bind(
            ...[workspaceId, planId, name, JSON.stringify(metrics), finestResolution, createdAt],
            ...[JSON.stringify(described), tolerance, timeZone, Number(approvalRequired), ownerText(catchAll)],
            ...[valueMetric, potentialMetric, JSON.stringify(quality.weights)],
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
      const { results } = await db
        .prepare(`SELECT ${COLUMNS} FROM plans WHERE workspace_id = ? AND plan_number > ? ORDER BY plan_number LIMIT ?`)
        .bind(workspaceId, readNumberCursor(cursor, 0), limit + 1)
        .all<PlanRow>();
      return pageOf(results, limit, toPlan, (row) => row.plan_number);
    },

    async change(workspaceId, planId, change, expected) {
      const { name, tolerance, finestResolution, timeZone, approvalRequired, catchAll } = change;
      const { valueMetric, potentialMetric, qualityWeights } = change;
      const { meta } = await db
        .prepare(
          `UPDATE plans SET name = COALESCE(?3, name), tolerance = COALESCE(?4, tolerance),
             finest_resolution = COALESCE(?5, finest_resolution), time_zone = COALESCE(?6, time_zone),
             approval_required = COALESCE(?7, approval_required), catch_all = IIF(?8, ?9, catch_all),
             value_metric = IIF(?10, ?11, value_metric), potential_metric = IIF(?12, ?13, potential_metric),
             quality_weights = COALESCE(?14, quality_weights)
           WHERE workspace_id = ?1 AND plan_id = ?2 AND (COALESCE(?5, finest_resolution) = finest_resolution
             OR NOT EXISTS (SELECT 1 FROM account_sets JOIN accounts USING (set_number)
               WHERE account_sets.plan_number = plans.plan_number AND account_sets.ended = 0))
             AND ${isVersion(15)}`,
        )
        .bind(
          ...[workspaceId, planId, name ?? null, tolerance ?? null, finestResolution ?? null],
          ...[timeZone ?? null, approvalRequired === undefined ? null : Number(approvalRequired)],
          ...[catchAll === undefined ? 0 : 1, ownerText(catchAll ?? null)],
          ...[valueMetric === undefined ? 0 : 1, valueMetric ?? null],
          ...[potentialMetric === undefined ? 0 : 1, potentialMetric ?? null],
          qualityWeights === undefined ? null : JSON.stringify(qualityWeights),
          ...versionValues(expected),
        )
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

    async delete(workspaceId, planId, expected) {
      // Inside of the batch alone a plan has no set in force: that marks the one to delete, while its accounts are still there to be counted.
      const mark = `UPDATE plans SET set_number = NULL WHERE workspace_id = ?1 AND plan_id = ?2 AND ${isVersion(3)}`;
      const marked = 'SELECT plan_number FROM plans WHERE workspace_id = ?1 AND plan_id = ?2 AND set_number IS NULL';
      const statements = [
        `DELETE FROM layouts WHERE workspace_id = ?1 AND EXISTS (${marked})
           AND layout_id IN (SELECT layout_id FROM plan_layouts WHERE workspace_id = ?1 AND plan_id = ?2)
           AND layout_id NOT IN (SELECT layout_id FROM plan_layouts WHERE workspace_id = ?1 AND plan_id <> ?2)
           AND layout_id NOT IN (SELECT layout_id FROM assignments WHERE workspace_id = ?1 AND plan_id <> ?2)
           AND NOT EXISTS (SELECT 1 FROM plan_log JOIN plans USING (plan_number) WHERE plans.workspace_id = ?1 AND plan_id <> ?2
             AND json_extract(event, '$.layoutId') = +layouts.layout_id)`,
        `DELETE FROM assignments WHERE workspace_id = ?1 AND plan_id = ?2 AND EXISTS (${marked})`,
        `DELETE FROM plan_layouts WHERE workspace_id = ?1 AND plan_id = ?2 AND EXISTS (${marked})`,
        `DELETE FROM jobs WHERE workspace_id = ?1 AND plan_id = ?2 AND EXISTS (${marked})`,
        `DELETE FROM accounts WHERE set_number IN (SELECT set_number FROM account_sets WHERE plan_number = (${marked}))`,
        `DELETE FROM account_sets WHERE plan_number = (${marked})`,
        `DELETE FROM account_places WHERE plan_number = (${marked})`,
        `DELETE FROM reps WHERE plan_number = (${marked})`,
        `DELETE FROM departed_reps WHERE plan_number = (${marked})`,
        `DELETE FROM named_accounts WHERE plan_number = (${marked})`,
        `DELETE FROM goal_revisions WHERE plan_number = (${marked})`,
        `DELETE FROM goals WHERE plan_number = (${marked})`,
        `DELETE FROM goal_clocks WHERE plan_number = (${marked})`,
        `DELETE FROM territory_stages WHERE plan_number = (${marked})`,
        ...REVIEW_TABLES.map((table) => `DELETE FROM ${table} WHERE plan_number = (${marked})`),
        `DELETE FROM plan_log WHERE plan_number = (${marked})`,
        `DELETE FROM plan_texts WHERE plan_number = (${marked})`,
        `DELETE FROM lines WHERE plan_number = (${marked})`,
        `DELETE FROM events WHERE workspace_id = ?1 AND plan_id = ?2 AND EXISTS (${marked})`,
        `DELETE FROM webhook_lanes WHERE plan_id = ?2 AND EXISTS (${marked})
           AND webhook_number IN (SELECT webhook_number FROM webhooks WHERE workspace_id = ?1)`,
        ...[
          'actuals',
          'deals',
          'contacts',
          'outreach_entries',
          'outreach_clocks',
          'pipeline_stages',
          'row_uploads',
        ].map((table) => `DELETE FROM ${table} WHERE plan_number = (${marked})`),
        `DELETE FROM plans WHERE plan_number = (${marked})`,
      ];
      const answers = await db.batch([
        db.prepare(mark).bind(workspaceId, planId, ...versionValues(expected)),
        ...statements.map((sql) => db.prepare(sql).bind(workspaceId, planId)),
      ]);
      return (answers.at(-1)?.meta.changes ?? 0) > 0;
    },
  };
}

/** The condition on a row of plans that it is the version that eleven parameters from a first on hold, or that they are null. */
function isVersion(first: number): string {
  return `(?${first} IS NULL OR (name = ?${first} AND metrics = ?${first + 1} AND finest_resolution = ?${first + 2}
    AND tolerance = ?${first + 3} AND time_zone = ?${first + 4} AND approval_required = ?${first + 5}
    AND ?${first + 6} = (SELECT count(*) FROM accounts WHERE accounts.set_number = plans.set_number)
    AND catch_all IS ?${first + 7} AND value_metric IS ?${first + 8} AND potential_metric IS ?${first + 9}
    AND quality_weights = ?${first + 10}))`;
}

/** All of a version that can change: only a new plan has its metrics described. */
function versionValues(version: PlanVersion | null): (string | number | null)[] {
  if (version === null) return Array<null>(11).fill(null);
  const { name, metrics, finestResolution, tolerance, timeZone, approvalRequired, catchAll } = version.plan;
  const { valueMetric, potentialMetric, quality } = version.plan;
  return [
    ...[name, JSON.stringify(metrics), finestResolution, tolerance],
    ...[timeZone, Number(approvalRequired), version.accounts, ownerText(catchAll)],
    ...[valueMetric, potentialMetric, JSON.stringify(quality.weights)],
  ];
}

function ownerText(owner: NamedOwner | null): string | null {
  return owner && JSON.stringify(owner);
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
    timeZone: row.time_zone,
    approvalRequired: row.approval_required === 1,
    catchAll: row.catch_all === null ? null : (JSON.parse(row.catch_all) as NamedOwner),
    valueMetric: row.value_metric,
    potentialMetric: row.potential_metric,
    quality: { weights: JSON.parse(row.quality_weights) as QualityWeights },
    createdAt: row.created_at,
  };
}
