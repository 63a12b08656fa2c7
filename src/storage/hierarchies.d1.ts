import type { HierarchyStore } from '../application/hierarchy-store.ts';
import type { Hierarchy, HierarchySummary, Manager, PlacedParent } from '../domain/hierarchy.ts';
import type { LayoutId } from '../domain/layout.ts';
import { readNumberCursor } from '../domain/number-cursor.ts';
import { chunkJson } from './chunk-json.ts';
import { pageOf } from './page-of.ts';

interface HierarchyRow {
  readonly sequence: number;
  readonly hierarchy_id: string;
  readonly layout_id: LayoutId;
  readonly head: string;
  readonly parent_count: number;
  readonly version: number;
  readonly created_at: string;
}

interface ParentRow {
  readonly name: string;
  readonly manager: string | null;
  readonly place: string;
}

/** What is made of a request is there once: two that are sent at the same time make one tree. */
const AND_NO_OTHER = ` AND NOT EXISTS (
    SELECT 1 FROM hierarchies WHERE workspace_id = ?1 AND layout_id = ?3 AND json_extract(head, '$.origin.kind') = 'solved-top-down'
      AND json_extract(?4, '$.origin.kind') = 'solved-top-down' AND json_extract(head, '$.connected') = json_extract(?4, '$.connected'))`;

/** Hierarchies in D1. */
export function hierarchyStoreD1(db: D1Database): HierarchyStore {
  return {
    async create(workspaceId, hierarchy) {
      const [made] = await db.batch(insertHierarchy(db, workspaceId, hierarchy, AND_NO_OTHER));
      return (made?.meta.changes ?? 0) > 0;
    },

    find: (workspaceId, hierarchyId) => findHierarchy(db, workspaceId, hierarchyId),

    async list(workspaceId, layoutId, { cursor, limit }) {
      const { results } = await db
        .prepare(
          `SELECT sequence, hierarchy_id, layout_id, json_remove(head, '$.territories', '$.violations') AS head,
             parent_count, version, created_at
           FROM hierarchies WHERE workspace_id = ?1 AND layout_id = ?2 AND sequence < ?3 ORDER BY sequence DESC LIMIT ?4`,
        )
        .bind(workspaceId, layoutId, readNumberCursor(cursor, Number.MAX_SAFE_INTEGER), limit + 1)
        .all<HierarchyRow>();
      return pageOf(results, limit, toSummary, ({ sequence }) => sequence);
    },

    async rename(workspaceId, hierarchyId, version, renamed) {
      const rows = renamed.map(({ position, name, manager }) => JSON.stringify([position, name, textOf(manager)]));
      const answers = await db.batch([
        ...chunkJson(rows).map((chunk) =>
          db
            .prepare(
              `UPDATE hierarchy_parents AS held SET name = row.value ->> 1, manager = row.value ->> 2
               FROM json_each(?4) AS row
               WHERE held.workspace_id = ?1 AND held.hierarchy_id = ?2 AND held.position = row.value ->> 0 AND EXISTS (
                 SELECT 1 FROM hierarchies WHERE workspace_id = ?1 AND hierarchy_id = ?2 AND version = ?3)`,
            )
            .bind(workspaceId, hierarchyId, version, chunk),
        ),
        db
          .prepare(
            'UPDATE hierarchies SET version = version + 1 WHERE workspace_id = ?1 AND hierarchy_id = ?2 AND version = ?3',
          )
          .bind(workspaceId, hierarchyId, version),
      ]);
      return (answers.at(-1)?.meta.changes ?? 0) > 0;
    },

    async delete(workspaceId, hierarchyId, version) {
      const { meta } = await db
        .prepare(
          'DELETE FROM hierarchies WHERE workspace_id = ?1 AND hierarchy_id = ?2 AND (?3 IS NULL OR version = ?3)',
        )
        .bind(workspaceId, hierarchyId, version)
        .run();
      return meta.changes > 0;
    },
  };
}

/** The statements that keep a hierarchy, the first of which changes nothing where its layout is gone or the condition does not hold. */
export function insertHierarchy(
  db: D1Database,
  workspaceId: string,
  hierarchy: Hierarchy,
  andOnlyIf = '',
): D1PreparedStatement[] {
  const { hierarchyId, layoutId, parents, createdAt, version } = hierarchy;
  const { levels, connected, origin, violations, violationCount, territories } = hierarchy;
  const head = { levels, connected, origin, violations, violationCount, territories };
  const rows = parents.map(({ id, name, level, parent, manager, pieces, neighbors }, position) =>
    JSON.stringify([position, name, textOf(manager), JSON.stringify({ id, level, parent, pieces, neighbors })]),
  );
  return [
    db
      .prepare(
        `INSERT INTO hierarchies (workspace_id, hierarchy_id, layout_id, head, parent_count, version, created_at)
         SELECT ?1, ?2, layout_id, ?4, ?5, ?6, ?7 FROM layouts WHERE workspace_id = ?1 AND layout_id = ?3${andOnlyIf}`,
      )
      .bind(workspaceId, hierarchyId, layoutId, JSON.stringify(head), parents.length, version, createdAt),
    ...chunkJson(rows).map((chunk) =>
      db
        .prepare(
          `INSERT INTO hierarchy_parents (workspace_id, hierarchy_id, position, name, manager, place)
           SELECT ?1, ?2, row.value ->> 0, row.value ->> 1, row.value ->> 2, row.value ->> 3 FROM json_each(?3) AS row
           WHERE EXISTS (SELECT 1 FROM hierarchies WHERE workspace_id = ?1 AND hierarchy_id = ?2)`,
        )
        .bind(workspaceId, hierarchyId, chunk),
    ),
  ];
}

/** A hierarchy with all its parents, or null. */
export async function findHierarchy(
  db: D1Database,
  workspaceId: string,
  hierarchyId: string,
): Promise<Hierarchy | null> {
  const [heads, parents] = await db.batch([
    db
      .prepare('SELECT * FROM hierarchies WHERE workspace_id = ?1 AND hierarchy_id = ?2')
      .bind(workspaceId, hierarchyId),
    db
      .prepare(
        'SELECT name, manager, place FROM hierarchy_parents WHERE workspace_id = ?1 AND hierarchy_id = ?2 ORDER BY position',
      )
      .bind(workspaceId, hierarchyId),
  ]);
  const row = heads?.results[0] as HierarchyRow | undefined;
  if (row === undefined) return null;
  return {
    hierarchyId: row.hierarchy_id,
    layoutId: row.layout_id,
    ...JSON.parse(row.head),
    parents: ((parents?.results ?? []) as ParentRow[]).map(toParent),
    createdAt: row.created_at,
    version: row.version,
  };
}

function toParent({ name, manager, place }: ParentRow): PlacedParent {
  return { ...JSON.parse(place), name, manager: manager === null ? null : JSON.parse(manager) };
}

function toSummary(row: HierarchyRow): HierarchySummary {
  const { hierarchy_id: hierarchyId, layout_id: layoutId, parent_count: parentCount, created_at: createdAt } = row;
  return { hierarchyId, layoutId, ...JSON.parse(row.head), parentCount, createdAt };
}

function textOf(manager: Manager | null): string | null {
  return manager === null ? null : JSON.stringify(manager);
}
