import type { AccountPlace, AccountStore, RepCounts } from '../application/account-store.ts';
import { STATUS_COLUMNS } from '../application/cell-sums.ts';
import type { AccountPage } from '../application/open-accounts.ts';
import { STATUS_GROUPS } from '../domain/account-status.ts';
import { accountsReplaced } from '../domain/accounts-replaced.ts';
import type { Cell } from '../domain/cell.ts';
import { cellNumber } from '../domain/cell-number.ts';
import { ACCOUNTS_METRIC } from '../domain/metric.ts';
import type { Plan } from '../domain/plan.ts';
import { randomBase62 } from '../domain/random-base62.ts';
import { accountConditions, accountsInRanges, type Condition } from './account-conditions.ts';
import { type AccountRow, toBinned } from './account-row.ts';
import { chunkJson } from './chunk-json.ts';
import { FORGET_CONTACTS } from './contacts.d1.ts';
import { andLine } from './line-condition.ts';
import { listShared, sharePages } from './line-shares.ts';
import { IN_FORCE, IN_FORCE_NEXT, PLAN } from './plan-selects.ts';

/** Cells of one query: few enough to be garbage at once. A million cells are 250 queries. */
const CELLS_PER_PAGE = 4_000;
/** Comes after the digits of any cell. */
const AFTER_ALL_CELLS = 'g';

/** Characters of attributes on one page: they may be a hundred thousand of each account. */
const PAGE_CHARACTERS = 8_000_000;

/** Reps that are told apart, and counts of them. */
const [MAX_REPS, MAX_COUNTS] = [1_000, 20_000];

/** The number of the set in force, as a statement. */
function inForce(workspaceId: string, planId: string): Condition {
  return { sql: IN_FORCE_NEXT, values: [workspaceId, planId] };
}

/** Accounts in D1. */
export function accountStoreD1(db: D1Database): AccountStore {
  const findSet = (workspaceId: string, planId: string) =>
    db.prepare(IN_FORCE).bind(workspaceId, planId).first<number>('set_number');

  /** Rows in the order of their ids, at most `limit`, and as few as stay within the size of a page, but one. */
  async function readPage(plan: Plan, set: Condition, more: readonly Condition[], limit: number): Promise<AccountPage> {
    const conditions = [{ sql: `set_number = (${set.sql})`, values: set.values }, ...more];
    const [sets, rows] = await db.batch<{ set_number: number } & AccountRow & { before: number; found: number }>([
      db.prepare(set.sql).bind(...set.values),
      db
        .prepare(
          `SELECT * FROM (
             SELECT *, TOTAL(LENGTH(attributes)) OVER (ORDER BY account_id) - LENGTH(attributes) AS before, COUNT(*) OVER () AS found
             FROM (SELECT * FROM accounts WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}
               ORDER BY account_id LIMIT ?))
           WHERE before < ${PAGE_CHARACTERS} ORDER BY account_id`,
        )
        .bind(...conditions.flatMap(({ values }) => values), limit + 1),
    ]);
    const results = rows?.results ?? [];
    const items = results.slice(0, limit).map((row) => toBinned(row, plan));
    const isMore = (results[0]?.found ?? 0) > items.length;
    return {
      items,
      next: isMore ? (items.at(-1)?.account.id ?? null) : null,
      setNumber: sets?.results[0]?.set_number ?? null,
    };
  }

  return {
    async find(workspaceId, plan, accountId) {
      const row = await db
        .prepare(`SELECT * FROM accounts WHERE set_number = (${IN_FORCE}) AND account_id = ?3`)
        .bind(workspaceId, plan.planId, accountId)
        .first<AccountRow>();
      return row && toBinned(row, plan);
    },

    async list(workspaceId, plan, filter, { cursor, limit }) {
      const set = inForce(workspaceId, plan.planId);
      const conditions = [{ sql: 'account_id > ?', values: [cursor ?? ''] }, ...accountConditions(filter, set)];
      return readPage(plan, set, conditions, limit);
    },

    async listByIds(workspaceId, plan, accountIds) {
      const chunks = chunkJson(accountIds.map((id) => JSON.stringify(id)));
      const union = chunks.map(() => 'SELECT value FROM json_each(?)').join(' UNION ALL ');
      const condition =
        chunks.length === 0 ? { sql: '0', values: [] } : { sql: `account_id IN (${union})`, values: chunks };
      return readPage(plan, inForce(workspaceId, plan.planId), [condition], accountIds.length);
    },

    async listPlaces(workspaceId, plan, filter, { cursor, limit }) {
      const set = inForce(workspaceId, plan.planId);
      const conditions = [
        { sql: `set_number = (${set.sql})`, values: set.values },
        { sql: 'account_id > ?', values: [cursor ?? ''] },
        ...accountConditions(filter, set),
      ];
      const { results: items } = await db
        .prepare(
          `SELECT account_id AS id, lat, lng FROM accounts WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}
           ORDER BY account_id LIMIT ?`,
        )
        .bind(...conditions.flatMap(({ values }) => values), limit)
        .all<AccountPlace>();
      return { items, next: items.length === limit ? (items.at(-1)?.id ?? null) : null };
    },

    async attributeNames(workspaceId, planId, limit) {
      const { results } = await db
        .prepare(
          `SELECT DISTINCT attribute.key AS name FROM accounts, json_each(accounts.attributes) AS attribute
           WHERE set_number = (${IN_FORCE}) ORDER BY name LIMIT ?3`,
        )
        .bind(workspaceId, planId, limit)
        .all<{ name: string }>();
      return results.map(({ name }) => name);
    },

    async delete(workspaceId, planId, accountIds) {
      const statement = db.prepare(
        `DELETE FROM accounts WHERE set_number = (${IN_FORCE}) AND account_id IN (SELECT value FROM json_each(?3))
         RETURNING account_id`,
      );
      const forget = db.prepare(
        `DELETE FROM account_places WHERE plan_number = (${PLAN})
           AND account_id IN (SELECT value FROM json_each(?3))`,
      );
      // They may be about a person. What other ways make accounts go, leaves them: it counts for the plan.
      const forgetRows = ['actuals', 'deals'].map((table) =>
        db.prepare(
          `DELETE FROM ${table} WHERE plan_number = (${PLAN}) AND draft = 0
             AND account_id IN (SELECT value FROM json_each(?3))`,
        ),
      );
      const change = db.prepare(`UPDATE account_sets SET version = version + 1 WHERE set_number = (${IN_FORCE})`);
      const chunks = chunkJson(accountIds.map((id) => JSON.stringify(id)));
      const answers = await db.batch<{ account_id: string }>([
        ...[statement, forget, ...forgetRows, ...FORGET_CONTACTS.map((sql) => db.prepare(sql))].flatMap((one) =>
          chunks.map((chunk) => one.bind(workspaceId, planId, chunk)),
        ),
        change.bind(workspaceId, planId),
      ]);
      return answers.flatMap(({ results }) => results.map((row) => row.account_id));
    },

    async setRep(workspaceId, planId, accountId, repId) {
      const [set] = await db.batch([
        db
          .prepare(
            `UPDATE accounts SET rep_id = ?4, upload_id = ?5 WHERE set_number = (${IN_FORCE}) AND account_id = ?3`,
          )
          // Rows that are written again belong to another upload: the export's fingerprint is of that.
          .bind(workspaceId, planId, accountId, repId, `set_${randomBase62(22)}`),
        db
          .prepare(`UPDATE account_sets SET touched_at = ?3 WHERE set_number = (${IN_FORCE})`)
          .bind(workspaceId, planId, new Date().toISOString()),
      ]);
      return (set?.meta.changes ?? 0) > 0;
    },

    async count(workspaceId, planId) {
      const count = await db
        .prepare(`SELECT COUNT(*) AS count FROM accounts WHERE set_number = (${IN_FORCE})`)
        .bind(workspaceId, planId)
        .first<number>('count');
      return count ?? 0;
    },

    async countByRep(workspaceId, planId, ranges, line) {
      const within = andLine(line);
      const held = accountsInRanges(ranges, inForce(workspaceId, planId));
      if (held === null) return { accounts: 0, repCount: 0, counts: [] };
      const { results } = await db
        .prepare(
          `WITH counted AS (SELECT held.rep_id AS repId, range.value ->> 2 AS "group", COUNT(*) AS accounts
               FROM ${held.sql}${within.sql} GROUP BY 1, 2),
             summed AS (SELECT *, SUM(accounts) OVER (PARTITION BY repId) AS ofRep FROM counted),
             ranked AS (SELECT *, DENSE_RANK() OVER (ORDER BY ofRep DESC, repId) AS place FROM summed)
           SELECT repId, "group", accounts, (SELECT SUM(accounts) FROM counted) AS allAccounts,
             (SELECT COUNT(DISTINCT repId) FROM counted) AS repCount
           FROM ranked WHERE place <= ${MAX_REPS} ORDER BY place, accounts DESC, "group" LIMIT ${MAX_COUNTS}`,
        )
        .bind(...held.values, ...within.values)
        .all<RepCounts['counts'][number] & { allAccounts: number; repCount: number }>();
      const { allAccounts = 0, repCount = 0 } = results[0] ?? {};
      const counts = results.map(({ repId, group, accounts }) => ({ repId, group, accounts }));
      return { accounts: allAccounts, repCount, counts };
    },

    async countCells(workspaceId, planId, line = null) {
      const within = andLine(line);
      const count = await db
        .prepare(
          `SELECT COUNT(*) AS count FROM (SELECT 1 FROM accounts WHERE set_number = (${IN_FORCE})${within.sql}
           GROUP BY set_number, cell)`,
        )
        .bind(workspaceId, planId, ...within.values)
        .first<number>('count');
      return count ?? 0;
    },

    async *cellPages(workspaceId, plan, after, line = null, last = null, withStatuses = false) {
      const within = andLine(line);
      const setNumber = await findSet(workspaceId, plan.planId);
      const metrics = [ACCOUNTS_METRIC, ...plan.metrics, ...(withStatuses ? STATUS_COLUMNS : [])];
      const width = metrics.length;
      const statuses = STATUS_GROUPS.map((status) => `, TOTAL(COALESCE(status, 'unknown') = '${status}')`);
      const columns = [...plan.metrics.map((_, i) => `, SUM(metric_${i + 1})`), ...(withStatuses ? statuses : [])];
      const statement = db.prepare(
        `SELECT cell, TOTAL(visits_per_period), TOTAL(visits_per_period * visit_minutes), TOTAL(visits_per_period > 0),
           COUNT(*)${columns.join('')} FROM accounts WHERE set_number = (${IN_FORCE} AND set_number = ?3) AND cell > ?4 AND cell <= ?5
           ${within.sql}
         GROUP BY cell ORDER BY cell LIMIT ${CELLS_PER_PAGE}`,
      );
      let from: string = after ?? '';
      while (true) {
        const rows = await statement
          .bind(workspaceId, plan.planId, setNumber, from, last ?? AFTER_ALL_CELLS, ...within.values)
          .raw<[string, number, number, number, ...number[]]>();
        // A set that is no longer in force gives nothing: what came before must not be taken for all of it.
        if (rows.length < CELLS_PER_PAGE && setNumber !== (await findSet(workspaceId, plan.planId))) {
          throw accountsReplaced();
        }
        const page = {
          cells: new BigUint64Array(rows.length),
          metrics,
          sums: new Float64Array(rows.length * width),
          visits: new Float64Array(rows.length * 3),
        };
        rows.forEach(([cell, visits, minutes, stops, ...values], i) => {
          page.cells[i] = cellNumber(cell as Cell);
          page.visits.set([visits, minutes, stops], i * 3);
          page.sums.set(values, i * width);
        });
        yield page;
        const lastRow = rows.at(-1);
        if (lastRow === undefined || rows.length < CELLS_PER_PAGE) return;
        [from] = lastRow;
      }
    },

    sharePages: (workspaceId, plan, lines) => sharePages(db, workspaceId, plan, lines),
    listShared: (workspaceId, plan, lines, page) => listShared(db, workspaceId, plan, lines, page),
  };
}
