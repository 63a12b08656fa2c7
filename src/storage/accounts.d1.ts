import type { AccountStore, BinnedAccount, CellSums } from '../application/ports.ts';
import type { Cell } from '../domain/cell.ts';
import { type CellNumber, cellNumber } from '../domain/cell-number.ts';
import { ACCOUNTS_METRIC } from '../domain/metric.ts';
import { type Plan, planNotFound } from '../domain/plan.ts';
import { chunkJson } from './chunk-json.ts';

/** Cells of one query: an answer of some megabytes at 16 metrics. */
const CELLS_PER_QUERY = 20_000;

const PLAN = 'SELECT plan_number FROM plans WHERE workspace_id = ?1 AND plan_id = ?2';

/** Accounts in D1. */
export function accountStoreD1(db: D1Database): AccountStore {
  const store: AccountStore = {
    async upsert(workspaceId, plan, uploadId, rows) {
      const statement = db.prepare(upsertSql(plan.metrics.length));
      const answers = await db.batch<{ account_id: string }>(
        chunkJson(rows.map((row) => rowJson(row, plan))).map((chunk) =>
          statement.bind(workspaceId, plan.planId, uploadId, chunk),
        ),
      );
      const written = new Set(answers.flatMap(({ results }) => results.map((row) => row.account_id)));
      if (written.size === rows.length) return [];
      if (written.size === 0 && !(await planExists(db, workspaceId, plan.planId))) throw planNotFound();
      return rows.flatMap((row, at) => (written.has(row.account.id) ? [] : [at]));
    },

    async find(workspaceId, plan, accountId) {
      const row = await db
        .prepare(`SELECT * FROM accounts WHERE plan_number = (${PLAN}) AND account_id = ?3`)
        .bind(workspaceId, plan.planId, accountId)
        .first<AccountRow>();
      return row && toBinned(row, plan);
    },

    async list(workspaceId, plan, { cursor, limit }) {
      const { results } = await db
        .prepare(
          `SELECT * FROM accounts WHERE plan_number = (${PLAN}) AND account_id > ?3 ORDER BY account_id LIMIT ?4`,
        )
        .bind(workspaceId, plan.planId, cursor ?? '', limit + 1)
        .all<AccountRow>();
      const items = results.slice(0, limit).map((row) => toBinned(row, plan));
      return { items, next: results.length > limit ? (items.at(-1)?.account.id ?? null) : null };
    },

    async count(workspaceId, planId) {
      const count = await db
        .prepare(`SELECT COUNT(*) AS count FROM accounts WHERE plan_number = (${PLAN})`)
        .bind(workspaceId, planId)
        .first<number>('count');
      return count ?? 0;
    },

    async sumByCell(workspaceId, plan) {
      const pages: CellSums[] = [];
      let after: Cell | null = null;
      while (true) {
        const page = await store.sumNextCells(workspaceId, plan, after, CELLS_PER_QUERY);
        pages.push(page);
        if (page.cells.length < CELLS_PER_QUERY) return joinPages(pages, page.metrics);
        after = (page.cells.at(-1) as CellNumber).toString(16) as Cell;
      }
    },

    async sumNextCells(workspaceId, plan, after, limit) {
      const sums = plan.metrics.map((_, i) => `, SUM(metric_${i + 1})`).join('');
      const rows = await db
        .prepare(
          `SELECT cell, COUNT(*)${sums} FROM accounts WHERE plan_number = (${PLAN}) AND cell > ?3
           GROUP BY cell ORDER BY cell LIMIT ?4`,
        )
        .bind(workspaceId, plan.planId, after ?? '', limit)
        .raw<[string, ...number[]]>();
      const width = plan.metrics.length + 1;
      const page = {
        cells: new BigUint64Array(rows.length),
        metrics: [ACCOUNTS_METRIC, ...plan.metrics],
        sums: new Float64Array(rows.length * width),
      };
      rows.forEach(([cell, ...values], i) => {
        page.cells[i] = cellNumber(cell as Cell);
        page.sums.set(values, i * width);
      });
      return page;
    },
  };
  return store;
}

type AccountRow = Readonly<Record<`metric_${number}`, number>> & {
  readonly account_id: string;
  readonly name: string;
  readonly lat: number;
  readonly lng: number;
  readonly cell: string;
  readonly attributes: string;
};

/** An id that this upload wrote already is left as it is and not returned. */
function upsertSql(metricCount: number): string {
  const metrics = Array.from({ length: metricCount }, (_, i) => `metric_${i + 1}`);
  const columns = ['name', 'lat', 'lng', 'cell', 'attributes', 'upload_id', ...metrics];
  return `INSERT INTO accounts (plan_number, account_id, ${columns.join(', ')})
    SELECT plans.plan_number, row.value ->> 0, row.value ->> 1, row.value ->> 2, row.value ->> 3, row.value ->> 4,
      row.value -> 5, ?3${metrics.map((_, i) => `, row.value ->> ${i + 6}`).join('')}
    FROM plans, json_each(?4) AS row WHERE plans.workspace_id = ?1 AND plans.plan_id = ?2
    ON CONFLICT (plan_number, account_id) DO UPDATE SET ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}
    WHERE accounts.upload_id <> excluded.upload_id
    RETURNING account_id`;
}

function rowJson({ account, cell }: BinnedAccount, plan: Plan): string {
  const { id, name, lat, lng, attributes, metrics } = account;
  return JSON.stringify([id, name, lat, lng, cell, attributes, ...plan.metrics.map((metric) => metrics[metric] ?? 0)]);
}

function toBinned(row: AccountRow, plan: Plan): BinnedAccount {
  return {
    cell: row.cell as Cell,
    account: {
      id: row.account_id,
      name: row.name,
      lat: row.lat,
      lng: row.lng,
      metrics: Object.fromEntries(plan.metrics.map((metric, i) => [metric, row[`metric_${i + 1}`] ?? 0])),
      attributes: JSON.parse(row.attributes) as Record<string, string>,
    },
  };
}

async function planExists(db: D1Database, workspaceId: string, planId: string): Promise<boolean> {
  return (await db.prepare(PLAN).bind(workspaceId, planId).first()) !== null;
}

function joinPages(pages: readonly CellSums[], metrics: readonly string[]): CellSums {
  const cells = new BigUint64Array(pages.reduce((count, page) => count + page.cells.length, 0));
  const sums = new Float64Array(cells.length * metrics.length);
  let at = 0;
  for (const page of pages) {
    cells.set(page.cells, at);
    sums.set(page.sums, at * metrics.length);
    at += page.cells.length;
  }
  return { cells, metrics, sums };
}
