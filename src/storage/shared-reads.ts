import { SharedCalls } from './shared-calls.ts';

/** A read that many requests make at once: few statements answer all of them. */
export interface SharedRead<Item, Result> {
  /** Statements for all items; their number does not depend on the items. */
  readonly statements: (items: readonly Item[]) => readonly D1PreparedStatement[];
  /** A result for each item, in their order, from the rows of each statement. */
  readonly pick: (items: readonly Item[], rows: readonly (readonly unknown[])[]) => readonly Result[];
}

interface Asked {
  readonly read: SharedRead<unknown, unknown>;
  readonly item: unknown;
}

/** Reads that nearly every request makes, of all requests that ask at once and of all kinds, as one batch: one call of D1 costs more than what it reads here. */
export class SharedReads {
  readonly #calls: SharedCalls<Asked, unknown>;

  constructor(db: D1Database) {
    this.#calls = new SharedCalls((asked) => readAll(db, asked));
  }

  /** As of now: what was written before the call is in it. */
  ask<Item, Result>(read: SharedRead<Item, Result>, item: Item): Promise<Result> {
    return this.#calls.ask({ read: read as SharedRead<unknown, unknown>, item }) as Promise<Result>;
  }
}

async function readAll(db: D1Database, asked: readonly Asked[]): Promise<unknown[]> {
  const kinds = [...Map.groupBy(asked, ({ read }) => read)].map(([read, of]) => {
    const items = of.map(({ item }) => item);
    return { read, of, items, statements: read.statements(items) };
  });
  const answers = await db.batch<unknown>(kinds.flatMap(({ statements }) => statements));
  const results = new Map<Asked, unknown>();
  let at = 0;
  for (const { read, of, items, statements } of kinds) {
    const rows = answers.slice(at, at + statements.length).map(({ results }) => results);
    at += statements.length;
    read.pick(items, rows).forEach((result, index) => {
      results.set(of[index] as Asked, result);
    });
  }
  return asked.map((one) => results.get(one));
}
