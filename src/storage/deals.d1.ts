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

/** Whether the stages of a plan are those of ?3, [name, probability] in their order, or that is null. */
const AS_EXPECTED = `(?3 IS NULL OR json_array_length(?3) = (SELECT count(*) FROM pipeline_stages WHERE plan_number = (${PLAN}))
  AND NOT EXISTS (SELECT 1 FROM json_each(?3) AS was WHERE NOT EXISTS (SELECT 1 FROM pipeline_stages AS own
    WHERE own.plan_number = (${PLAN}) AND own.position = was.key AND own.name = was.value ->> 0 AND own.probability = was.value ->> 1)))`;

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

    async putStages(workspaceId, planId, stages, expected) {
      const text = (some: readonly PipelineStage[]) =>
        JSON.stringify(some.map(({ name, probability }) => [name, probability]));
      const bound = [workspaceId, planId, expected && text(expected)] as const;
      const [plan] = await db.batch<{ isExpected: number }>([
        db
          .prepare(`SELECT ${AS_EXPECTED} AS isExpected FROM plans WHERE workspace_id = ?1 AND plan_id = ?2`)
          .bind(...bound),
        // Below 0: about to go. By that the rest of the write knows that it may.
        db
          .prepare(
            `UPDATE pipeline_stages SET position = -1 - position WHERE plan_number = (${PLAN}) AND ${AS_EXPECTED}`,
          )
          .bind(...bound),
        db
          .prepare(
            `INSERT INTO pipeline_stages (plan_number, position, name, probability)
             SELECT plans.plan_number, row.key, row.value ->> 0, row.value ->> 1 FROM plans, json_each(?4) AS row
             WHERE workspace_id = ?1 AND plan_id = ?2
               AND NOT EXISTS (SELECT 1 FROM pipeline_stages AS kept WHERE kept.plan_number = plans.plan_number AND position >= 0)
               AND (?3 IS NULL OR json_array_length(?3) = (SELECT count(*) FROM pipeline_stages AS gone WHERE gone.plan_number = plans.plan_number))
             ON CONFLICT (plan_number, name) DO UPDATE SET position = excluded.position, probability = excluded.probability`,
          )
          .bind(...bound, text(stages)),
        db
          .prepare(`DELETE FROM pipeline_stages WHERE plan_number = (${PLAN}) AND position < 0`)
          .bind(workspaceId, planId),
      ]);
      const found = plan?.results[0];
      if (found === undefined) throw planNotFound();
      return found.isExpected === 1;
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
