import type { DealStore } from '../application/deal-store.ts';
import type { Deal, DealFilter, PipelineStage } from '../domain/deal.ts';
import { planNotFound } from '../domain/plan.ts';
import { pageOf } from './page-of.ts';
import { PLAN } from './plan-selects.ts';
import { findUnknown, rowUploadsD1 } from './row-uploads.d1.ts';

interface DealRow {
  readonly deal_id: string;
  readonly account_id: string;
  readonly name: string;
  readonly stage: string;
  readonly metric: string | null;
  readonly amount: number;
  readonly expected_close: string;
  readonly probability: number | null;
}

/** Deals in D1. */
export function dealStoreD1(db: D1Database): DealStore {
  return {
    uploads: rowUploadsD1<Deal, 'all'>(db, {
      table: 'deals',
      keys: ['deal_id'],
      values: ['account_id', 'name', 'stage', 'metric', 'amount', 'expected_close', 'probability'],
      toRow: ({ id, account, name, stage, metric, amount, expectedClose, probability }) => [
        ...[id, account, name, stage, metric, amount, expectedClose, probability],
      ],
      replaced: () => ({ sql: '1', values: [] }),
    }),

    unknownStages: (upload) =>
      findUnknown(
        db,
        {
          table: 'deals',
          column: 'stage',
          isUnknown: `probability IS NULL AND stage NOT IN (
            SELECT stages.name FROM pipeline_stages AS stages WHERE stages.plan_number = deals.plan_number)`,
        },
        upload,
      ),

    async list(workspaceId, planId, filter, { cursor, limit }) {
      const { sql, values } = filterSql(filter, 5);
      const { results } = await db
        .prepare(
          `SELECT * FROM deals WHERE plan_number = (${PLAN}) AND draft = 0 AND deal_id > ?3${sql} ORDER BY deal_id LIMIT ?4`,
        )
        .bind(workspaceId, planId, cursor ?? '', limit + 1, ...values)
        .all<DealRow>();
      return pageOf(results, limit, toDeal, (row) => row.deal_id);
    },

    async stages(workspaceId, planId) {
      const { results } = await db
        .prepare(`SELECT name, probability FROM pipeline_stages WHERE plan_number = (${PLAN}) ORDER BY position`)
        .bind(workspaceId, planId)
        .all<PipelineStage>();
      return results;
    },

    async putStages(workspaceId, planId, stages) {
      const rows = JSON.stringify(stages.map(({ name, probability }) => [name, probability]));
      const [plan] = await db.batch([
        db.prepare(PLAN).bind(workspaceId, planId),
        db.prepare(`DELETE FROM pipeline_stages WHERE plan_number = (${PLAN})`).bind(workspaceId, planId),
        db
          .prepare(
            `INSERT INTO pipeline_stages (plan_number, position, name, probability)
             SELECT plans.plan_number, row.key, row.value ->> 0, row.value ->> 1 FROM plans, json_each(?3) AS row
             WHERE workspace_id = ?1 AND plan_id = ?2`,
          )
          .bind(workspaceId, planId, rows),
      ]);
      if (plan?.results.length === 0) throw planNotFound();
    },
  };
}

/** The conditions of a filter after others, with parameters from a number on. */
function filterSql({ account, stage, metric, from, until }: DealFilter, first: number) {
  const asked = (
    [
      ['account_id =', account],
      ['stage =', stage],
      ['metric =', metric],
      ['expected_close >=', from],
      ['expected_close <=', until],
    ] as const
  ).filter((one): one is readonly [(typeof one)[0], string] => one[1] !== null);
  return {
    sql: asked.map(([condition], at) => ` AND ${condition} ?${first + at}`).join(''),
    values: asked.map(([, value]) => value),
  };
}

function toDeal(row: DealRow): Deal {
  const { deal_id: id, account_id: account, name, stage, metric, amount, probability } = row;
  return { id, account, name, stage, metric, amount, expectedClose: row.expected_close, probability };
}
