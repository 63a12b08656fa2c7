import type {
  AccountTotal,
  ActualStore,
  ActualSum,
  MonthSum,
  OwnableAccount,
  OwnableQuestion,
} from '../application/actual-store.ts';
import type { Actual, ActualFilter, DaySpan } from '../domain/actual.ts';
import type { Cell } from '../domain/cell.ts';
import { invalidCursor } from '../domain/invalid-cursor.ts';
import { TRAITS, type TraitValues, traitsOf } from './account-scan.d1.ts';
import { chunkJson } from './chunk-json.ts';
import { pageOf } from './page-of.ts';
import { IN_FORCE, PLAN } from './plan-selects.ts';
import { rowUploadsD1 } from './row-uploads.d1.ts';

interface ActualRow {
  readonly account_id: string;
  readonly metric: string;
  readonly period: string;
  readonly value: number;
}

/** A row of what decides who owns an account. */
export type OwnableRow = [
  ...[account: string, cell: string, repId: string | null, potential: number, isSpecial: number],
  ...[skills?: string, ...traits: Partial<TraitValues>],
];

/** Actuals in D1. */
export function actualStoreD1(db: D1Database): ActualStore {
  return {
    uploads: rowUploadsD1<Actual, DaySpan>(db, {
      table: 'actuals',
      keys: ['account_id', 'metric', 'period'],
      values: ['value'],
      toRow: ({ account, metric, period, value }) => [account, metric, period, value],
      replaced: (span) => {
        const conditions = spanConditions(span, 3);
        return {
          sql: ['1', ...conditions.map(({ sql }) => sql)].join(' AND '),
          values: conditions.map(({ value }) => value),
        };
      },
    }),

    async list(workspaceId, planId, filter, { cursor, limit }) {
      const { sql, values } = filterSql(filter, 7);
      const [account, metric, period] = cursor === null ? ['', '', ''] : readTexts(cursor, 3);
      const { results } = await db
        .prepare(
          `SELECT account_id, metric, period, value FROM actuals WHERE plan_number = (${PLAN}) AND draft = 0
             AND (account_id, metric, period) > (?3, ?4, ?5)${sql} ORDER BY account_id, metric, period LIMIT ?6`,
        )
        .bind(workspaceId, planId, account, metric, period, limit + 1, ...values)
        .all<ActualRow>();
      return pageOf(results, limit, toActual, (row) => JSON.stringify([row.account_id, row.metric, row.period]));
    },

    async months(workspaceId, planId, filter) {
      const { sql, values } = filterSql(filter, 3);
      const { results } = await db
        .prepare(
          `SELECT metric, substr(period, 1, 7) AS month, SUM(value) AS value, COUNT(*) AS rows FROM actuals
           WHERE plan_number = (${PLAN}) AND draft = 0${sql} GROUP BY 1, 2 ORDER BY 1, 2`,
        )
        .bind(workspaceId, planId, ...values)
        .all<MonthSum>();
      return results;
    },

    async totals(workspaceId, planId, filter, { cursor, limit }) {
      const { sql, values } = filterSql(filter, 6);
      const [account, metric] = cursor === null ? ['', ''] : readTexts(cursor, 2);
      const { results } = await db
        .prepare(
          `SELECT account_id AS account, metric, SUM(value) AS value, COUNT(*) AS rows FROM actuals
           WHERE plan_number = (${PLAN}) AND draft = 0 AND (account_id, metric) > (?3, ?4)${sql}
           GROUP BY 1, 2 ORDER BY 1, 2 LIMIT ?5`,
        )
        .bind(workspaceId, planId, account, metric, limit + 1, ...values)
        .all<AccountTotal>();
      return pageOf(
        results,
        limit,
        (row) => row,
        (row) => JSON.stringify([row.account, row.metric]),
      );
    },

    async accountIds(workspaceId, planId, { cursor, limit }) {
      // From one account to the next by the key: their rows are not read.
      const ofPlan = `FROM actuals WHERE plan_number = (${PLAN}) AND draft = 0 AND account_id >`;
      const rows = await db
        .prepare(
          `WITH RECURSIVE account (id) AS (SELECT (SELECT min(account_id) ${ofPlan} ?3)
             UNION ALL SELECT (SELECT min(account_id) ${ofPlan} account.id) FROM account WHERE account.id IS NOT NULL LIMIT ?4 + 1)
           SELECT id FROM account WHERE id IS NOT NULL`,
        )
        .bind(workspaceId, planId, cursor ?? '', limit + 1)
        .raw<[string]>();
      return pageOf(
        rows,
        limit,
        ([id]) => id,
        ([id]) => id,
      );
    },

    async sums(workspaceId, planId, groups, { dailyMonths, ...filter }) {
      const { sql, values } = filterSql({ ...filter, account: null }, 5, '+');
      // CROSS JOIN keeps the order: rows of an account stand together in the key. Without MATERIALIZED the JSON is read again for each row.
      const statement = db.prepare(
        `WITH own (part, id) AS MATERIALIZED (SELECT one.value ->> 0, held.value FROM json_each(?3) AS one, json_each(one.value, '$[1]') AS held)
         SELECT part AS "group", metric, CASE WHEN length(period) = 10 AND substr(period, 1, 7) IN (SELECT value FROM json_each(?4))
             THEN period ELSE substr(period, 1, 7) || '-01' END AS day, SUM(value) AS value, SUM(rows) AS rows
         FROM (SELECT own.part, metric, period, SUM(actuals.value) AS value, COUNT(*) AS rows FROM own
           CROSS JOIN actuals ON plan_number = (${PLAN}) AND draft = 0 AND account_id = own.id${sql}
           GROUP BY 1, 2, 3) GROUP BY 1, 2, 3`,
      );
      const chunks = chunkJson(
        groups.flatMap((ids, group) => pieces(ids).map((some) => JSON.stringify([group, some]))),
      );
      const sums: ActualSum[] = [];
      for (const chunk of chunks) {
        const { results } = await statement
          .bind(workspaceId, planId, chunk, JSON.stringify(dailyMonths), ...values)
          .all<ActualSum>();
        sums.push(...results);
      }
      return sums;
    },

    async changeDays(workspaceId, planId) {
      const { results } = await db
        .prepare(
          `SELECT from_ms / 86400000 AS day FROM named_accounts WHERE plan_number = (${PLAN})
           UNION SELECT until_ms / 86400000 FROM named_accounts WHERE plan_number = (${PLAN}) AND until_ms IS NOT NULL
           UNION SELECT until_ms / 86400000 FROM account_places WHERE plan_number = (${PLAN})`,
        )
        .bind(workspaceId, planId)
        .all<{ day: number }>();
      return results.map(({ day }) => day);
    },

    async accounts(workspaceId, planId, accountIds, question) {
      const found: OwnableAccount[] = [];
      const sql = `${ownable(question)} AND account_id IN (SELECT value FROM json_each(?3))`;
      for (const chunk of chunkJson(accountIds.map((id) => JSON.stringify(id)))) {
        const rows = await db.prepare(sql).bind(workspaceId, planId, chunk).raw<OwnableRow>();
        found.push(...rows.map(toOwnable));
      }
      return found;
    },

    async allAccounts(workspaceId, planId, question, { cursor, limit }) {
      const sql = `${ownable(question)} AND account_id > ?3 ORDER BY account_id LIMIT ?4`;
      const rows = await db
        .prepare(sql)
        .bind(workspaceId, planId, cursor ?? '', limit + 1)
        .raw<OwnableRow>();
      return pageOf(rows, limit, toOwnable, ([account]) => account);
    },
  };
}

/** Ids of one piece of a list: their text is short enough for a bound value. */
const IDS_PER_PIECE = 1_000;

function pieces(ids: readonly string[]): string[][] {
  const found: string[][] = [];
  for (let from = 0; from < ids.length; from += IDS_PER_PIECE) found.push(ids.slice(from, from + IDS_PER_PIECE));
  return found;
}

/** What decides who owns accounts, as a statement to which more conditions can be added. */
function ownable(question: OwnableQuestion): string {
  return `SELECT ${ownableColumns(question)} FROM plans JOIN accounts USING (set_number)
    WHERE workspace_id = ?1 AND plan_id = ?2 AND accounts.set_number = (${IN_FORCE})`;
}

/** The columns of an `OwnableRow`, of tables `plans` and `accounts`. */
export function ownableColumns({ potential, withTraits }: OwnableQuestion): string {
  const value = potential < 0 ? '1' : `metric_${potential + 1}`;
  return `accounts.account_id, cell, accounts.rep_id, ${value},
      EXISTS (SELECT 1 FROM named_accounts AS named WHERE named.plan_number = plans.plan_number AND named.account_id = accounts.account_id)
        OR EXISTS (SELECT 1 FROM account_places AS place WHERE place.plan_number = plans.plan_number AND place.account_id = accounts.account_id)
      ${withTraits ? `, required_skills, ${TRAITS}` : ''}`;
}

/** The account that such a row holds. */
export function toOwnable([account, cell, repId, potential, isSpecial, skills, ...traits]: OwnableRow): OwnableAccount {
  return {
    ...{ account, cell: cell as Cell, repId, potential, isSpecial: isSpecial === 1 },
    traits: skills === undefined ? null : traitsOf(JSON.parse(skills) as string[], ...traits),
  };
}

/** The conditions of a filter after others, with parameters from a number on. `plain`: a plus keeps them from choosing another index than the key. */
function filterSql({ account, metric, ...span }: ActualFilter, first: number, plain: '' | '+' = '') {
  const conditions: { sql: string; value: string }[] = [];
  if (account !== null) conditions.push({ sql: `account_id = ?${first}`, value: account });
  if (metric !== null) conditions.push({ sql: `${plain}metric = ?${first + conditions.length}`, value: metric });
  conditions.push(...spanConditions(span, first + conditions.length, plain));
  return { sql: conditions.map(({ sql }) => ` AND ${sql}`).join(''), values: conditions.map(({ value }) => value) };
}

/** A month is where its first day is, and its text comes before those of its days. */
function spanConditions({ from, until }: DaySpan, first: number, plain: '' | '+' = '') {
  const conditions: { sql: string; value: string }[] = [];
  if (from !== null) {
    conditions.push({ sql: `${plain}period >= ?${first}`, value: from.endsWith('-01') ? from.slice(0, 7) : from });
  }
  if (until !== null) conditions.push({ sql: `${plain}period <= ?${first + conditions.length}`, value: until });
  return conditions;
}

/** The texts that a cursor names. Throws `invalid-parameter`. */
function readTexts(cursor: string, count: number): readonly string[] {
  const parts: unknown = /^\["/.test(cursor) ? parseOrNull(cursor) : null;
  if (!Array.isArray(parts) || parts.length !== count || !parts.every((part) => typeof part === 'string')) {
    throw invalidCursor(cursor);
  }
  return parts as string[];
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function toActual({ account_id: account, metric, period, value }: ActualRow): Actual {
  return { account, metric, period, value };
}
