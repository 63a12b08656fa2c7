import type { OpenUpload, RowUploads, UnknownNames } from '../application/row-upload.ts';
import { Failure } from '../domain/failure.ts';
import { planNotFound } from '../domain/plan.ts';
import { chunkJson } from './chunk-json.ts';
import { PLAN } from './plan-selects.ts';

/** Chunks that one upload may have: the number of an upload times it, and the chunk, make the number that rows carry. */
const MAX_CHUNKS = 4_096;
/** An upload that has not written for so long is given up. */
const ABANDONED_AFTER_MS = 15 * 60_000;
/** Rows that one step of a sweep deletes, and steps of one sweep. */
const [SWEPT_ROWS, SWEEP_STEPS] = [20_000, 20];
/** Names that an answer tells of those that the plan does not have. */
const NAMED = 5;

/** Tables of rows that uploads write, each with the column by which a sweep takes some of them. */
const TABLES = [
  ['actuals', 'account_id'],
  ['deals', 'deal_id'],
  ['contacts', 'contact_id'],
] as const;

/** A table of rows that uploads write. */
export interface RowTable<Item, Replaced> {
  readonly table: (typeof TABLES)[number][0];
  /** Columns that tell rows of a plan apart. */
  readonly keys: readonly string[];
  readonly values: readonly string[];
  /** Values of the keys, then of the others. */
  toRow(item: Item): readonly unknown[];
  /** The condition on rows that a file replaces; its parameters begin with ?3. */
  replaced(replaced: Replaced): { readonly sql: string; readonly values: readonly string[] };
  /** What else is done to the plan (?1 and ?2) once rows have replaced others. */
  readonly afterReplacing?: string;
}

/** Uploads of rows to a table in D1. */
export function rowUploadsD1<Item, Replaced>(
  db: D1Database,
  { table, keys, values, toRow, replaced: replacedRows, afterReplacing }: RowTable<Item, Replaced>,
): RowUploads<Item, Replaced> {
  const columns = [...keys, ...values];
  const overwrite = [...values, 'chunk'].map((column) => `${column} = excluded.${column}`).join(', ');
  const isSent = `${table}.chunk / ${MAX_CHUNKS} = ?1`;
  const upsert = `INSERT INTO ${table} (plan_number, draft, chunk, ${columns.join(', ')})
    SELECT plan_number, ?2, ?3, ${columns.map((_, at) => `row.value ->> ${at}`).join(', ')}
    FROM row_uploads, jsonb_each(?4) AS row WHERE upload_number = ?1 AND ended = 0
    ON CONFLICT (plan_number, draft, ${keys.join(', ')}) DO UPDATE SET ${overwrite} WHERE NOT (${isSent})`;
  // CROSS JOIN keeps the order: mostly nothing is looked for.
  const doubled = `SELECT row.key AS at FROM (SELECT 1 WHERE changes() < ?5) CROSS JOIN row_uploads CROSS JOIN json_each(?4) AS row
    CROSS JOIN ${table} ON ${table}.plan_number = row_uploads.plan_number AND ${table}.draft = ?2
      AND ${keys.map((key, at) => `${table}.${key} = row.value ->> ${at}`).join(' AND ')}
    WHERE upload_number = ?1 AND ended = 0 AND ${table}.chunk <> ?3 AND ${isSent}`;
  const chunks = new WeakMap<OpenUpload, number>();

  async function sweep(workspaceId: string, planId: string): Promise<void> {
    const { results } = await db
      .prepare(
        `SELECT upload_number, plan_number FROM row_uploads WHERE plan_number = (${PLAN}) AND (ended = 1 OR touched_at < ?3)`,
      )
      .bind(workspaceId, planId, new Date(Date.now() - ABANDONED_AFTER_MS).toISOString())
      .all<{ upload_number: number; plan_number: number }>();
    for (let steps = 0; results.length > 0 && steps < SWEEP_STEPS; steps++) {
      const { upload_number: upload, plan_number: plan } = results[0] as (typeof results)[number];
      if (await sweepUpload(db, plan, upload)) results.shift();
    }
  }

  return {
    async open(workspaceId, planId, isDraft) {
      await sweep(workspaceId, planId);
      const uploadNumber = await db
        .prepare(
          `INSERT INTO row_uploads (plan_number, touched_at)
           SELECT plan_number, ?3 FROM plans WHERE workspace_id = ?1 AND plan_id = ?2 RETURNING upload_number`,
        )
        .bind(workspaceId, planId, new Date().toISOString())
        .first<number>('upload_number');
      if (uploadNumber === null) throw planNotFound();
      return { workspaceId, planId, uploadNumber, isDraft };
    },

    keyOf: (item) => toRow(item).slice(0, keys.length).join('\n'),

    async put(upload, items) {
      const { uploadNumber, isDraft } = upload;
      const texts = chunkJson(items.map((item) => JSON.stringify(toRow(item))));
      const found: number[] = [];
      let from = 0;
      for (const text of texts) {
        const count = texts.length === 1 ? items.length : (JSON.parse(text) as unknown[]).length;
        const at = chunks.get(upload) ?? 0;
        if (at === MAX_CHUNKS) throw new Failure('payload-too-large', 'the rows are too long: send them in parts');
        chunks.set(upload, at + 1);
        const bound = [uploadNumber, isDraft ? uploadNumber : 0, uploadNumber * MAX_CHUNKS + at, text] as const;
        const [written, twins] = await db.batch<{ at: number }>([
          db.prepare(upsert).bind(...bound),
          db.prepare(doubled).bind(...bound, count),
          db
            .prepare('UPDATE row_uploads SET touched_at = ?2 WHERE upload_number = ?1 AND ended = 0')
            .bind(uploadNumber, new Date().toISOString()),
        ]);
        const positions = twins?.results.map((row) => row.at) ?? [];
        if (written?.meta.changes === 0 && positions.length < count) throw await ended(upload);
        const start = from;
        found.push(...positions.map((position) => start + position));
        from += count;
      }
      return found;
    },

    async restore(workspaceId, planId, items) {
      const statement = db.prepare(
        `INSERT INTO ${table} (plan_number, draft, chunk, ${columns.join(', ')})
         SELECT plan_number, 0, 0, ${columns.map((_, at) => `row.value ->> ${at}`).join(', ')}
         FROM plans, jsonb_each(?3) AS row WHERE workspace_id = ?1 AND plan_id = ?2 ON CONFLICT DO NOTHING`,
      );
      const chunks = chunkJson(items.map((item) => JSON.stringify(toRow(item))));
      const answers = await db.batch(chunks.map((chunk) => statement.bind(workspaceId, planId, chunk)));
      return answers.reduce((sum, { meta }) => sum + meta.changes, 0);
    },

    unknownAccounts: (upload) =>
      unknownNames(
        upload,
        'account_id',
        `NOT EXISTS (SELECT 1 FROM accounts JOIN plans USING (set_number)
          WHERE plans.plan_number = ${table}.plan_number AND accounts.account_id = ${table}.account_id)`,
      ),

    async finish(upload, replaced) {
      const { workspaceId, planId, uploadNumber } = upload;
      const isOpen = `EXISTS (SELECT 1 FROM row_uploads WHERE upload_number = ${uploadNumber} AND ended = 0)`;
      const gone = replaced === null ? null : replacedRows(replaced);
      const answers = await db.batch([
        ...(gone === null
          ? []
          : [
              db
                .prepare(
                  `DELETE FROM ${table} WHERE plan_number = (${PLAN}) AND draft = 0 AND ${isOpen} AND ${gone.sql}`,
                )
                .bind(workspaceId, planId, ...gone.values),
            ]),
        db
          .prepare(
            `INSERT INTO ${table} (plan_number, draft, chunk, ${columns.join(', ')})
             SELECT plan_number, 0, chunk, ${columns.join(', ')} FROM ${table}
             WHERE plan_number = (${PLAN}) AND draft = ?3 AND ${isOpen}
             ON CONFLICT (plan_number, draft, ${keys.join(', ')}) DO UPDATE SET ${overwrite}`,
          )
          .bind(workspaceId, planId, uploadNumber),
        ...(gone === null || afterReplacing === undefined
          ? []
          : [db.prepare(afterReplacing).bind(workspaceId, planId)]),
        db
          .prepare(
            `UPDATE row_uploads SET ended = 1 WHERE upload_number = ?3 AND ended = 0 AND plan_number = (${PLAN})`,
          )
          .bind(workspaceId, planId, uploadNumber),
      ]);
      if (answers.at(-1)?.meta.changes === 0) throw await ended(upload);
    },

    async close({ workspaceId, planId, uploadNumber }) {
      await db.prepare('UPDATE row_uploads SET ended = 1 WHERE upload_number = ?').bind(uploadNumber).run();
      await sweep(workspaceId, planId);
    },
  };

  async function ended({ workspaceId, planId }: OpenUpload): Promise<Failure> {
    const plan = await db.prepare(PLAN).bind(workspaceId, planId).first();
    if (plan === null) return planNotFound();
    return new Failure('invalid-rows', 'the upload paused for too long and was given up: send the file again');
  }

  function unknownNames(upload: OpenUpload, column: string, isUnknown: string): Promise<UnknownNames> {
    return findUnknown(db, { table, column, isUnknown }, upload);
  }
}

/** Names in a column of an upload's rows that a condition says are not known. */
export async function findUnknown(
  db: D1Database,
  asked: { readonly table: string; readonly column: string; readonly isUnknown: string },
  { workspaceId, planId, uploadNumber, isDraft }: OpenUpload,
): Promise<UnknownNames> {
  const { table, column, isUnknown } = asked;
  const { results } = await db
    .prepare(
      `SELECT *, COUNT(*) OVER () AS nameCount, SUM(rows) OVER () AS rowCount FROM (
         SELECT ${column} AS name, COUNT(*) AS rows FROM ${table} WHERE plan_number = (${PLAN}) AND draft = ?3
           AND chunk BETWEEN ?4 AND ?5 AND ${isUnknown} GROUP BY ${column})
       ORDER BY name LIMIT ${NAMED}`,
    )
    .bind(
      ...[workspaceId, planId, isDraft ? uploadNumber : 0],
      ...[uploadNumber * MAX_CHUNKS, (uploadNumber + 1) * MAX_CHUNKS - 1],
    )
    .all<{ name: string; nameCount: number; rowCount: number }>();
  const { nameCount = 0, rowCount = 0 } = results[0] ?? {};
  return { names: results.map(({ name }) => name), nameCount, rowCount };
}

/** Deletes some rows of an upload's draft, and the upload with the last of them: true. */
async function sweepUpload(db: D1Database, planNumber: number, uploadNumber: number): Promise<boolean> {
  const drafts = (table: string, key: string) =>
    `DELETE FROM ${table} WHERE plan_number = ?1 AND draft = ?2
       AND ${key} IN (SELECT ${key} FROM ${table} WHERE plan_number = ?1 AND draft = ?2 LIMIT ${SWEPT_ROWS})`;
  const answers = await db.batch([
    // First of all it is ended, so that an upload that was given up for dead adds nothing more.
    db
      .prepare('UPDATE row_uploads SET ended = 1 WHERE plan_number = ?1 AND upload_number = ?2')
      .bind(planNumber, uploadNumber),
    ...TABLES.map(([table, key]) => db.prepare(drafts(table, key)).bind(planNumber, uploadNumber)),
    db
      .prepare(
        `DELETE FROM row_uploads WHERE plan_number = ?1 AND upload_number = ?2
           ${TABLES.map(([table]) => `AND NOT EXISTS (SELECT 1 FROM ${table} WHERE plan_number = ?1 AND draft = ?2)`).join(' ')}`,
      )
      .bind(planNumber, uploadNumber),
  ]);
  return (answers.at(-1)?.meta.changes ?? 0) > 0;
}
