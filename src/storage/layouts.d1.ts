import type { OwnedLeaf } from '../application/layout-store.ts';
import type { Cell } from '../domain/cell.ts';
import type { Layout, LayoutId, Territory } from '../domain/layout.ts';
import type { GivenEntry } from '../domain/layout-entry.ts';
import { originsOf } from '../domain/layout-origins.ts';
import type { LeafTable } from '../domain/leaf-table.ts';
import { chunkJson } from './chunk-json.ts';
import { spreadNow, spreadSome } from './events.d1.ts';
import { recordLayoutEvent } from './fact-events.ts';
import { KEEP_ENTRY } from './layout-entries.d1.ts';
import { largestNumber, originEdges, originStatements } from './layout-origins.ts';
import { joinLeafRows, type LeafRow, leafRows, type StoredLeaf } from './leaf-rows.ts';

/** Leaf rows read at once: a row is below 1 MB and mostly some tens of kB. */
const ROWS_PER_READ = 100;

/** Layouts are noted as used at most this often. Retention keeps them for a day at least. */
const TOUCH_EVERY_MS = 3_600_000;

/** The record of layouts: a head, its territories and its leaves, written in one batch. */
export class D1Layouts {
  readonly #db: D1Database;

  readonly #onSpread: () => void;

  /** `onSpread` is called when there is an event to tell. */
  constructor(db: D1Database, onSpread: () => void = () => {}) {
    this.#db = db;
    this.#onSpread = onSpread;
  }

  async exists(workspaceId: string, layoutId: LayoutId): Promise<boolean> {
    const sql = 'SELECT 1 FROM layouts WHERE workspace_id = ?1 AND layout_id = ?2';
    return (await this.#db.prepare(sql).bind(workspaceId, layoutId).first()) !== null;
  }

  async find(workspaceId: string, layoutId: LayoutId): Promise<Layout | null> {
    const [heads, territories] = await this.#db.batch<{ text: string }>([
      this.#db
        .prepare('SELECT head AS text FROM layouts WHERE workspace_id = ?1 AND layout_id = ?2')
        .bind(workspaceId, layoutId),
      this.#db
        .prepare(
          'SELECT territory AS text FROM layout_territories WHERE workspace_id = ?1 AND layout_id = ?2 ORDER BY position',
        )
        .bind(workspaceId, layoutId),
    ]);
    const head = heads?.results[0];
    if (head === undefined) return null;
    return joinLayout(
      JSON.parse(head.text),
      (territories?.results ?? []).map((row) => JSON.parse(row.text) as Territory),
    );
  }

  /** `given` is when the plan got it, where that was elsewhere and before: then nobody is told. */
  async save(
    workspaceId: string,
    layout: Layout,
    leaves: LeafTable,
    planId: string | null,
    entry: GivenEntry = {},
    given?: string,
  ): Promise<void> {
    const createdAt = given ?? new Date().toISOString();
    const { territories, ...head } = layout;
    const rows = leafRows(leaves, layout.resolution.base);
    const statements = [
      this.#db
        .prepare(
          `INSERT INTO layouts (workspace_id, layout_id, head, territory_count, created_at, touched_at)
           VALUES (?1, ?2, ?3, ?4, ?5, ?5) ON CONFLICT DO UPDATE SET touched_at = excluded.touched_at`,
        )
        .bind(workspaceId, layout.layoutId, JSON.stringify(head), territories.length, createdAt),
      ...chunkJson(territories.map((territory, position) => JSON.stringify([position, territory]))).map((chunk) =>
        this.#db
          .prepare(
            `INSERT INTO layout_territories (workspace_id, layout_id, position, territory)
             SELECT ?1, ?2, json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?3)
             WHERE true ON CONFLICT DO NOTHING`,
          )
          .bind(workspaceId, layout.layoutId, chunk),
      ),
      ...chunkJson(rows.map((row) => `["${row.parent}",${row.leaves}]`)).map((chunk) =>
        this.#db
          .prepare(
            `INSERT INTO layout_leaves (workspace_id, layout_id, parent, leaves)
             SELECT ?1, ?2, json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?3)
             WHERE true ON CONFLICT DO NOTHING`,
          )
          .bind(workspaceId, layout.layoutId, chunk),
      ),
    ];
    statements.push(...originStatements(this.#db, workspaceId, layout.layoutId, originsOf(layout)));
    if (planId !== null) statements.push(this.#attach(workspaceId, layout.layoutId, planId, entry, createdAt));
    if (planId === null || given !== undefined) await this.#db.batch(statements);
    else await this.#tell(statements, recordLayoutEvent(this.#db, workspaceId, planId, layout.layoutId, createdAt));
  }

  async touch(workspaceId: string, layoutId: LayoutId): Promise<boolean> {
    const [, found] = await this.#db.batch([
      this.#db
        .prepare('UPDATE layouts SET touched_at = ?3 WHERE workspace_id = ?1 AND layout_id = ?2 AND touched_at < ?4')
        .bind(workspaceId, layoutId, new Date().toISOString(), new Date(Date.now() - TOUCH_EVERY_MS).toISOString()),
      this.#db
        .prepare('SELECT 1 AS one FROM layouts WHERE workspace_id = ?1 AND layout_id = ?2')
        .bind(workspaceId, layoutId),
    ]);
    return (found?.results.length ?? 0) > 0;
  }

  async attach(workspaceId: string, layoutId: LayoutId, planId: string, entry: GivenEntry): Promise<void> {
    const createdAt = new Date().toISOString();
    await this.#tell(
      [this.#attach(workspaceId, layoutId, planId, entry, createdAt)],
      recordLayoutEvent(this.#db, workspaceId, planId, layoutId, createdAt),
    );
  }

  async #tell(statements: readonly D1PreparedStatement[], event: D1PreparedStatement): Promise<void> {
    if (spreadSome(await this.#db.batch([...statements, event, ...spreadNow(this.#db)]))) this.#onSpread();
  }

  #attach(
    workspaceId: string,
    layoutId: LayoutId,
    planId: string,
    { name, note, labels, line }: GivenEntry,
    createdAt: string,
  ): D1PreparedStatement {
    return this.#db
      .prepare(
        `INSERT INTO plan_layouts (workspace_id, plan_id, layout_id, created_at, line_id, name, note, labels)
         SELECT ?1, ?2, layout_id, ?4, ?5, ?6, ?7, ?8 FROM layouts WHERE workspace_id = ?1 AND layout_id = ?3 ${KEEP_ENTRY}`,
      )
      .bind(
        ...[workspaceId, planId, layoutId, createdAt, line ?? null],
        ...[name ?? null, note ?? null, JSON.stringify(labels ?? [])],
      );
  }

  largestTerritoryNumber(workspaceId: string, layoutId: LayoutId): Promise<number> {
    return largestNumber(this.#db, workspaceId, layoutId);
  }

  origins(workspaceId: string, layoutId: LayoutId): ReturnType<typeof originEdges> {
    return originEdges(this.#db, workspaceId, layoutId);
  }

  async plansOf(workspaceId: string, layoutId: LayoutId): Promise<string[]> {
    const { results } = await this.#db
      .prepare('SELECT plan_id FROM plan_layouts WHERE workspace_id = ?1 AND layout_id = ?2 ORDER BY sequence')
      .bind(workspaceId, layoutId)
      .all<{ plan_id: string }>();
    return results.map((row) => row.plan_id);
  }

  async linesOf(
    workspaceId: string,
    planId: string,
    layoutIds: readonly LayoutId[],
  ): Promise<ReadonlyMap<LayoutId, string | null>> {
    const { results } = await this.#db
      .prepare(
        `SELECT layout_id, line_id FROM plan_layouts
         WHERE workspace_id = ?1 AND plan_id = ?2 AND layout_id IN (SELECT value FROM json_each(?3))`,
      )
      .bind(workspaceId, planId, JSON.stringify(layoutIds))
      .all<{ layout_id: LayoutId; line_id: string | null }>();
    return new Map(results.map((row) => [row.layout_id, row.line_id]));
  }

  async latestByLine(workspaceId: string, planId: string): Promise<LayoutId[]> {
    const { results } = await this.#db
      .prepare(
        `SELECT layout_id FROM plan_layouts WHERE sequence IN (
           SELECT max(sequence) FROM plan_layouts WHERE workspace_id = ?1 AND plan_id = ?2 GROUP BY line_id)
         ORDER BY line_id`,
      )
      .bind(workspaceId, planId)
      .all<{ layout_id: LayoutId }>();
    return results.map((row) => row.layout_id);
  }

  async leaves(workspaceId: string, layoutId: LayoutId, metrics: number): Promise<LeafTable | null> {
    const rows: LeafRow[] = [];
    for (;;) {
      const { results } = await this.#db
        .prepare(
          `SELECT parent, leaves FROM layout_leaves
           WHERE workspace_id = ?1 AND layout_id = ?2 AND parent > ?3 ORDER BY parent LIMIT ?4`,
        )
        .bind(workspaceId, layoutId, rows.at(-1)?.parent ?? '', ROWS_PER_READ)
        .all<{ parent: Cell; leaves: string }>();
      rows.push(...results);
      if (results.length < ROWS_PER_READ) return rows.length === 0 ? null : joinLeafRows(rows, metrics);
    }
  }

  async findLeaf(workspaceId: string, layoutId: LayoutId, cells: readonly Cell[]): Promise<OwnedLeaf | null> {
    const { results } = await this.#db
      .prepare(
        `SELECT leaves FROM layout_leaves
         WHERE workspace_id = ?1 AND layout_id = ?2 AND parent IN (SELECT value FROM json_each(?3))`,
      )
      .bind(workspaceId, layoutId, JSON.stringify(cells))
      .all<{ leaves: string }>();
    const wanted = new Set(cells);
    for (const row of results) {
      const leaf = (JSON.parse(row.leaves) as StoredLeaf[]).find(([cell]) => wanted.has(cell));
      if (leaf !== undefined) return { cell: leaf[0], territory: leaf[1] };
    }
    return null;
  }
}

/** Members in the order in which a layout is composed: an answer has the same bytes wherever it was read. */
function joinLayout(head: Omit<Layout, 'territories'>, territories: readonly Territory[]): Layout {
  const { rebalance, edit, merge, imported, ...before } = head;
  const origins = { ...(rebalance && { rebalance }), ...(edit && { edit }), ...(merge && { merge }) };
  return { ...before, territories, ...origins, ...(imported && { imported }) };
}
