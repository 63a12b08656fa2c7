/** What D1 allows and does not enforce on one machine. */
const MAX_QUERIES = 1_000;
const MAX_BOUND_BYTES = 2_000_000;

/** What one invocation of the Worker asked of its database. */
export interface QueryCount {
  queries: number;
  /** The longest value that was bound. */
  boundBytes: number;
}

/** A database that counts, and that throws where production would: above 1,000 queries of one invocation, and above 2 MB in one bound value. */
export function countedDatabase(db: D1Database, count: QueryCount): D1Database {
  const plain = new WeakMap<object, D1PreparedStatement>();

  function take(queries: number): void {
    count.queries += queries;
    if (count.queries > MAX_QUERIES) throw new Error(`D1: more than ${MAX_QUERIES} queries in one invocation`);
  }

  function counted(statement: D1PreparedStatement): D1PreparedStatement {
    const wrapped = {
      bind(...values: unknown[]) {
        for (const value of values) if (typeof value === 'string') measure(value);
        return counted(statement.bind(...values));
      },
      first(...column: [string]) {
        take(1);
        return statement.first(...column);
      },
      run() {
        take(1);
        return statement.run();
      },
      all() {
        take(1);
        return statement.all();
      },
      raw() {
        take(1);
        return statement.raw();
      },
    } as unknown as D1PreparedStatement;
    plain.set(wrapped, statement);
    return wrapped;
  }

  function measure(value: string): void {
    // A UTF-16 unit is three bytes at most: only long texts need to be looked at.
    const bytes = value.length * 3 < count.boundBytes ? 0 : new TextEncoder().encode(value).length;
    count.boundBytes = Math.max(count.boundBytes, bytes);
    if (bytes > MAX_BOUND_BYTES) throw new Error(`D1: a bound value of ${bytes} bytes`);
  }

  return {
    prepare: (sql: string) => counted(db.prepare(sql)),
    batch(statements: D1PreparedStatement[]) {
      take(statements.length);
      return db.batch(statements.map((statement) => plain.get(statement) ?? statement));
    },
  } as unknown as D1Database;
}
