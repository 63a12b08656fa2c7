import { readCsv } from '../../src/ingest/csv.ts';

const ROWS_PER_STATEMENT = 20_000;

/**
 * The least that an ingest of CSV can be: the rows of the same parser, put into a table without a second index by one statement per 20,000 of
 * them. Nothing is checked, binned, counted or kept from being doubled. Answers the number of rows; the table is gone before.
 */
export async function insertBulk(request: Request, db: D1Database): Promise<Response> {
  if (request.body === null) return new Response('no body', { status: 400 });
  await db.batch([
    db.prepare('DROP TABLE IF EXISTS bulk'),
    db.prepare('CREATE TABLE bulk (id TEXT PRIMARY KEY, name, lat REAL, lng REAL, segment, revenue REAL, visits REAL) WITHOUT ROWID'),
  ]);
  const insert = db.prepare(
    `INSERT INTO bulk SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6 FROM json_each(?)`,
  );
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
