import { readCsv } from '../../src/ingest/csv.ts';

/** A statement of D1 takes 2 MB: rows of a hundred characters fit. */
const ROWS_PER_STATEMENT = 20_000;

interface Target {
  readonly before: readonly string[];
  readonly insert: string;
}

const VALUES = Array.from({ length: 7 }, (_, at) => `value ->> ${at}`).join(', ');

/** Where the rows go. The file has the columns of `CSV_HEADER`, for `accounts` their cells after them. */
const TARGETS = {
  /** A table of nothing but the columns of the file, with a key and no other index. */
  bare: {
    before: [
      'DROP TABLE IF EXISTS bulk',
      'CREATE TABLE bulk (id TEXT PRIMARY KEY, name, lat REAL, lng REAL, segment, revenue REAL, visits REAL) WITHOUT ROWID',
    ],
    insert: `INSERT INTO bulk SELECT ${VALUES} FROM json_each(?)`,
  },
  /** The table of accounts, as a set that belongs to the plan made last. */
  accounts: {
    before: ["INSERT INTO account_sets (plan_number, touched_at) SELECT max(plan_number), '' FROM plans"],
    insert: `INSERT INTO accounts (set_number, upload_id, attributes, account_id, name, lat, lng, segment, metric_1, metric_2, cell)
      SELECT (SELECT max(set_number) FROM account_sets), 'bulk', '{}', ${VALUES}, value ->> 7 FROM json_each(?)`,
  },
} as const satisfies Record<string, Target>;

/**
 * The least that an ingest of CSV can be: the rows of the same parser, put into a table by one statement per 20,000 of them. Nothing is checked, binned,
 * counted or kept from being doubled. Answers the number of rows.
 */
export async function insertBulk(request: Request, db: D1Database): Promise<Response> {
  if (request.body === null) return new Response('no body', { status: 400 });
  const isBare = new URL(request.url).searchParams.get('into') === 'bare';
  const { before, insert: sql } = isBare ? TARGETS.bare : TARGETS.accounts;
  await db.batch(before.map((statement) => db.prepare(statement)));
  const insert = db.prepare(sql);
  let rows: string[] = [];
  let count = 0;
  const flush = async () => {
    count += rows.length;
    await insert.bind(`[${rows.join(',')}]`).run();
    rows = [];
  };
  for await (const { fields } of readCsv(request.body).rows) {
    rows.push(JSON.stringify([...fields.values()]));
    if (rows.length === ROWS_PER_STATEMENT) await flush();
  }
  if (rows.length > 0) await flush();
  return Response.json({ rows: count });
}
