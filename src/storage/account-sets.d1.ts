import {
  ABANDONED_AFTER_MS,
  type AccountSet,
  type AccountSets,
  type EncodedAccount,
} from '../application/account-sets.ts';
import { accountsReplaced } from '../domain/accounts-replaced.ts';
import type { Failure } from '../domain/failure.ts';
import { otherMetrics } from '../domain/metric.ts';
import { type Plan, planNotFound } from '../domain/plan.ts';
import { accountColumns, columnsFromJson, encodeAccount } from './account-row.ts';
import { chunkJson } from './chunk-json.ts';
import { forgetTold } from './contacts.d1.ts';
import { IN_FORCE, PLAN } from './plan-selects.ts';

/** A staged set is noted as alive at most this often. */
const TOUCH_EVERY_MS = 60_000;

/** Rows that one step of a sweep deletes, and steps of one sweep: an upload sweeps twice beside its rows. */
const SWEPT_ROWS = 20_000;
export const SWEEP_STEPS = 23;

/** Forty bits of a cell and the position of its row make a whole number of 53 bits. */
const SORTED_ROWS = 2 ** 13;

/** A plan whose metrics are ?4 or none yet, and the set ?3 of it, which can still be written. */
const OPEN_SET = `plans.workspace_id = ?1 AND plans.plan_id = ?2 AND plans.metrics IN ('[]', ?4)
  AND EXISTS (SELECT 1 FROM account_sets AS staged
    WHERE staged.set_number = ?3 AND staged.plan_number = plans.plan_number AND staged.ended = 0)`;

/** Ids that other chunks of the same upload wrote before, where the statement before wrote fewer rows than ?5 itself; none where rows that were binned for the plan cannot be written any more. CROSS JOIN keeps the order: mostly nothing of it is looked for. */
const DOUBLED = `SELECT account_id FROM (SELECT 1 WHERE changes() < ?5) CROSS JOIN accounts
  WHERE set_number = ?1 AND account_id IN (SELECT value FROM json_each(?3))
  AND upload_id <> ?2 AND ${upload('upload_id')} = ${upload('?2')}
  AND EXISTS (SELECT 1 FROM account_sets JOIN plans USING (plan_number)
    WHERE account_sets.set_number = ?1 AND ended = 0 AND finest_resolution = ?4)`;

/** Keeps where accounts of the set in force are that are elsewhere in the set ?3, which is about to take its place. */
const KEEP_PLACES = `INSERT INTO account_places (plan_number, account_id, until_ms, cell)
  SELECT plans.plan_number, old.account_id, CAST(round(unixepoch('now', 'subsec') * 1000) AS INTEGER), old.cell
  FROM plans JOIN accounts AS old USING (set_number)
    JOIN accounts AS new ON new.set_number = ?3 AND new.account_id = old.account_id AND new.cell <> old.cell
  WHERE ${OPEN_SET} ON CONFLICT DO NOTHING`;

/** Keeps no places of accounts that the set ?3 does not have. */
const FORGET_PLACES = `DELETE FROM account_places WHERE plan_number = (SELECT plan_number FROM plans WHERE ${OPEN_SET})
  AND NOT EXISTS (SELECT 1 FROM accounts WHERE set_number = ?3 AND accounts.account_id = account_places.account_id)`;

/** Deletes contacts of accounts that the set ?3 does not have, uploads of them under way included: in this order. */
const PLAN_OF_SET = `SELECT plan_number FROM plans WHERE ${OPEN_SET}`;
const LEFT_ALONE = `NOT EXISTS (SELECT 1 FROM accounts WHERE set_number = ?3 AND accounts.account_id = contacts.account_id)`;
const FORGET_CONTACTS = [
  forgetTold(
    PLAN_OF_SET,
    `SELECT contact_id FROM contacts WHERE contacts.plan_number = outreach_entries.plan_number AND ${LEFT_ALONE}`,
  ),
  `DELETE FROM contacts WHERE plan_number = (${PLAN_OF_SET}) AND ${LEFT_ALONE}`,
];

/** Sets of accounts in D1. */
export function accountSetsD1(db: D1Database): AccountSets {
  const touchedMs = new WeakMap<AccountSet, number>();
  let chunks = 0;

  async function refusal({ workspaceId, planId }: AccountSet, metrics: readonly string[] | null): Promise<Failure> {
    const declared = await db
      .prepare('SELECT metrics FROM plans WHERE workspace_id = ? AND plan_id = ?')
      .bind(workspaceId, planId)
      .first<string>('metrics');
    if (declared === null) return planNotFound();
    if (metrics === null || declared === '[]' || declared === JSON.stringify(metrics)) return accountsReplaced();
    return otherMetrics(JSON.parse(declared) as string[]);
  }

  /** Notes now and then that the upload to a set is under way. */
  function touch(set: AccountSet): D1PreparedStatement[] {
    const nowMs = Date.now();
    const lastMs = touchedMs.get(set);
    if (lastMs !== undefined && nowMs - lastMs < TOUCH_EVERY_MS) return [];
    touchedMs.set(set, nowMs);
    const sql = 'UPDATE account_sets SET touched_at = ? WHERE set_number = ?';
    return [db.prepare(sql).bind(new Date(nowMs).toISOString(), set.setNumber)];
  }

  /** A chunk is two queries: its rows, and which of them others have written before, where it wrote fewer than all. */
  async function upsert(
    set: AccountSet,
    plan: Plan,
    uploadId: string,
    rows: readonly EncodedAccount[],
  ): Promise<number[]> {
    const texts = chunkJson(sortByCell(rows).map(({ json }) => json));
    const [text] = texts;
    if (text === undefined) return [];
    if (texts.length > 1) {
      const half = rows.length >>> 1;
      const first = await upsert(set, plan, uploadId, rows.slice(0, half));
      const second = await upsert(set, plan, uploadId, rows.slice(half));
      return [...first, ...second.map((at) => at + half)];
    }
    const chunk = `${uploadId}.${chunks++}`;
    const width = rows.reduce((most, row) => Math.max(most, row.width), 0);
    const ids = JSON.stringify(rows.map(({ accountId }) => accountId));
    const [written, found] = await db.batch<{ account_id: string }>([
      db.prepare(upsertSql(plan.metrics.length, width)).bind(set.setNumber, chunk, text, plan.finestResolution),
      db.prepare(DOUBLED).bind(set.setNumber, chunk, ids, plan.finestResolution, rows.length),
      ...touch(set),
    ]);
    const doubled = new Set(found?.results.map((row) => row.account_id));
    // What D1 counts holds rows of triggers, too: only of none is it sure.
    if (written?.meta.changes === 0 && doubled.size < rows.length) throw await refusal(set, null);
    return rows.flatMap(({ accountId }, at) => (doubled.has(accountId) ? [at] : []));
  }

  return {
    async openInForce(workspaceId, planId) {
      const setNumber = await db.prepare(IN_FORCE).bind(workspaceId, planId).first<number>('set_number');
      if (setNumber === null) throw planNotFound();
      return { workspaceId, planId, setNumber };
    },

    async stage(workspaceId, planId, replaces) {
      const takeOver = db.prepare(
        `UPDATE account_sets SET ended = 1 WHERE replaces = 1 AND plan_number = (${PLAN})
           AND set_number <> (${IN_FORCE})`,
      );
      const insert = db.prepare(
        `INSERT INTO account_sets (plan_number, replaces, touched_at)
         SELECT plan_number, ?3, ?4 FROM plans WHERE workspace_id = ?1 AND plan_id = ?2 RETURNING set_number`,
      );
      const answers = await db.batch<{ set_number: number }>([
        ...(replaces ? [takeOver.bind(workspaceId, planId)] : []),
        insert.bind(workspaceId, planId, replaces ? 1 : 0, new Date().toISOString()),
      ]);
      const setNumber = answers.at(-1)?.results[0]?.set_number;
      if (setNumber === undefined) throw planNotFound();
      return { workspaceId, planId, setNumber };
    },

    encode: encodeAccount,

    upsert,

    async putInForce(set, metrics) {
      const values = [set.workspaceId, set.planId, set.setNumber, JSON.stringify(metrics)];
      const statements = [
        ...[KEEP_PLACES, FORGET_PLACES, ...FORGET_CONTACTS],
        `UPDATE account_sets SET ended = 1 WHERE set_number = (SELECT plans.set_number FROM plans WHERE ${OPEN_SET})`,
        `UPDATE plans SET set_number = ?3, metrics = ?4 WHERE ${OPEN_SET}`,
      ];
      const switched = (await db.batch(statements.map((sql) => db.prepare(sql).bind(...values)))).at(-1);
      if (switched?.meta.changes === 0) throw await refusal(set, metrics);
    },

    async mergeIntoForce(set, metrics) {
      const values = [set.workspaceId, set.planId, set.setNumber, JSON.stringify(metrics)];
      const touched = `UPDATE account_sets SET touched_at = ?3 WHERE set_number = (${IN_FORCE})`;
      const [, , ended] = await db.batch([
        db.prepare(`UPDATE plans SET metrics = ?4 WHERE ${OPEN_SET}`).bind(...values),
        db.prepare(mergeSql(metrics.length)).bind(...values),
        db
          .prepare(
            `UPDATE account_sets SET ended = 1 WHERE set_number = ?3 AND EXISTS (SELECT 1 FROM plans WHERE ${OPEN_SET})`,
          )
          .bind(...values),
        // The set in force has changed: what was read of it is not so any more.
        db.prepare(touched).bind(set.workspaceId, set.planId, new Date().toISOString()),
      ]);
      if (ended?.meta.changes === 0) throw await refusal(set, metrics);
    },

    async discard({ setNumber }) {
      await db.prepare('UPDATE account_sets SET ended = 1 WHERE set_number = ?').bind(setNumber).run();
    },

    async sweep(workspaceId, planId) {
      const { results } = await db
        .prepare(
          `SELECT set_number FROM account_sets WHERE plan_number = (${PLAN}) AND (ended = 1 OR touched_at < ?3)
             AND set_number <> (${IN_FORCE})`,
        )
        .bind(workspaceId, planId, new Date(Date.now() - ABANDONED_AFTER_MS).toISOString())
        .all<{ set_number: number }>();
      const sets = results.map((row) => row.set_number);
      for (let steps = 0; sets.length > 0 && steps < SWEEP_STEPS; steps++) {
        if ((await sweepSetRows(db, sets[0] as number)).isGone) sets.shift();
      }
    },
  };
}

/** Deletes some rows of a set that is not in force, and the set itself with its last row. Cost: three queries. */
export async function sweepSetRows(db: D1Database, setNumber: number): Promise<{ rows: number; isGone: boolean }> {
  const [, rows, gone] = await db.batch([
    // First of all it is ended, so that an upload that was given up for dead adds nothing more.
    db.prepare('UPDATE account_sets SET ended = 1 WHERE set_number = ?').bind(setNumber),
    db
      .prepare(
        `DELETE FROM accounts WHERE set_number = ?1
           AND account_id IN (SELECT account_id FROM accounts WHERE set_number = ?1 LIMIT ${SWEPT_ROWS})`,
      )
      .bind(setNumber),
    db
      .prepare(
        `DELETE FROM account_sets WHERE set_number = ?1
           AND NOT EXISTS (SELECT 1 FROM accounts WHERE set_number = ?1) AND ended = 1`,
      )
      .bind(setNumber),
  ]);
  return { rows: rows?.meta.changes ?? 0, isGone: (gone?.meta.changes ?? 0) > 0 };
}

/**
 * Rows in the order of the index of cells, some thousand at a time: neighbours in it are written together. They are sorted as numbers, for texts take
 * several times as long.
 */
function sortByCell(rows: readonly EncodedAccount[]): EncodedAccount[] {
  if (rows.length > SORTED_ROWS)
    return [...sortByCell(rows.slice(0, SORTED_ROWS)), ...sortByCell(rows.slice(SORTED_ROWS))];
  const keys = Float64Array.from(rows, ({ cell }, at) => Number(`0x${cell.slice(2, 12)}`) * SORTED_ROWS + at);
  return Array.from(keys.sort(), (key) => rows[key % SORTED_ROWS] as EncodedAccount);
}

/** An id that another chunk of this upload wrote is left as it is. `json_each` would give each row as text, to be parsed again. */
function upsertSql(metricCount: number, width: number): string {
  const columns = accountColumns(metricCount);
  return `INSERT INTO accounts (set_number, upload_id, ${columns.join(', ')})
    SELECT account_sets.set_number, ?2, ${columnsFromJson(metricCount, width).join(', ')}
    FROM account_sets, jsonb_each(?3) AS row WHERE account_sets.set_number = ?1 AND account_sets.ended = 0
      AND EXISTS (SELECT 1 FROM plans WHERE plan_number = account_sets.plan_number AND finest_resolution = ?4)
    ON CONFLICT (set_number, account_id) DO UPDATE SET ${overwrite(['upload_id', ...columns])}
    WHERE ${upload('accounts.upload_id')} <> ${upload('excluded.upload_id')}`;
}

/** A row names the upload that wrote it and, after a full stop, the chunk of it. */
function upload(column: string): string {
  return `substr(${column}, 1, instr(${column} || '.', '.') - 1)`;
}

function mergeSql(metricCount: number): string {
  const columns = ['upload_id', ...accountColumns(metricCount)];
  return `INSERT INTO accounts (set_number, ${columns.join(', ')})
    SELECT plans.set_number, ${columns.map((column) => `merged.${column}`).join(', ')}
    FROM plans, accounts AS merged WHERE ${OPEN_SET} AND merged.set_number = ?3
    ON CONFLICT (set_number, account_id) DO UPDATE SET ${overwrite(columns)}`;
}

function overwrite(columns: readonly string[]): string {
  return columns
    .filter((column) => column !== 'account_id')
    .map((column) => `${column} = excluded.${column}`)
    .join(', ');
}
