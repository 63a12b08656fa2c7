import type { LayoutEntries } from '../application/layout-entries.ts';
import type { LayoutEntry } from '../domain/layout-entry.ts';
import { readNumberCursor } from '../domain/number-cursor.ts';
import { pageOf } from './page-of.ts';

/**
 * What becomes of an entry of `plan_layouts` that is inserted again: what is said of it anew replaces what was said before, and what is not said stays.
 */
export const KEEP_ENTRY = `ON CONFLICT (workspace_id, plan_id, layout_id) DO UPDATE SET
    name = coalesce(excluded.name, name), note = coalesce(excluded.note, note),
    labels = iif(excluded.labels = '[]', labels, excluded.labels), version = version + 1
  WHERE excluded.name IS NOT NULL OR excluded.note IS NOT NULL OR excluded.labels <> '[]'`;

/** Whether something refers to the entry `held` that would be lost with it: a publication of the plan. The plus lets the index be used. */
const IS_NEEDED = `EXISTS (SELECT 1 FROM plan_log JOIN plans USING (plan_number) WHERE plans.workspace_id = held.workspace_id
  AND plans.plan_id = held.plan_id AND json_extract(event, '$.layoutId') = +held.layout_id)`;

const COLUMNS = `p.sequence, p.created_at AS createdAt, p.line_id AS line, p.name, p.note, p.labels, p.version, l.territory_count AS territoryCount,
  json_remove(l.head, '$.violations', '$.islands', '$.edit.edits', '$.edit.broke', '$.imported.disputes') AS head`;
const ENTRIES = `plan_layouts p JOIN layouts l ON l.workspace_id = p.workspace_id AND l.layout_id = p.layout_id`;
const OWN = 'workspace_id = ?1 AND plan_id = ?2 AND layout_id = ?3';

interface EntryRow {
  readonly sequence: number;
  readonly createdAt: string;
  readonly line: string | null;
  readonly name: string | null;
  readonly note: string | null;
  readonly labels: string;
  readonly version: number;
  readonly territoryCount: number;
  readonly head: string;
}

/** The lists of layouts in D1. */
export function layoutEntriesD1(db: D1Database): LayoutEntries {
  return {
    async find(workspaceId, planId, layoutId) {
      const row = await db
        .prepare(`SELECT ${COLUMNS} FROM ${ENTRIES} WHERE p.workspace_id = ?1 AND p.plan_id = ?2 AND p.layout_id = ?3`)
        .bind(workspaceId, planId, layoutId)
        .first<EntryRow>();
      return row && toEntry(row);
    },

    async list(workspaceId, planId, { label, name, line }, { cursor, limit }) {
      const { results } = await db
        .prepare(
          `SELECT ${COLUMNS} FROM ${ENTRIES}
           WHERE p.workspace_id = ?1 AND p.plan_id = ?2 AND p.sequence < ?3
             AND (?5 IS NULL OR EXISTS (SELECT 1 FROM json_each(p.labels) WHERE value = ?5))
             AND (?6 IS NULL OR instr(lower(p.name), lower(?6)) > 0) AND (?7 IS NULL OR p.line_id = ?7)
           ORDER BY p.sequence DESC LIMIT ?4`,
        )
        .bind(workspaceId, planId, readNumberCursor(cursor, Number.MAX_SAFE_INTEGER), limit + 1, label, name, line)
        .all<EntryRow>();
      return pageOf(results, limit, toEntry, ({ sequence }) => sequence);
    },

    async change(workspaceId, planId, layoutId, { name, note, labels }, expected) {
      const { meta } = await db
        .prepare(
          `UPDATE plan_layouts SET name = iif(?4, ?5, name), note = iif(?6, ?7, note), labels = coalesce(?8, labels),
             version = version + 1 WHERE ${OWN} AND version = coalesce(?9, version)`,
        )
        .bind(
          ...[workspaceId, planId, layoutId, name === undefined ? 0 : 1, name ?? null],
          ...[note === undefined ? 0 : 1, note ?? null, labels === undefined ? null : JSON.stringify(labels), expected],
        )
        .run();
      return meta.changes > 0;
    },

    async remove(workspaceId, planId, layoutId, expected) {
      const isMeant = `${OWN} AND version = coalesce(?4, version)`;
      const [needed, removed] = await db.batch(
        [
          db.prepare(`SELECT 1 FROM plan_layouts AS held WHERE ${isMeant} AND ${IS_NEEDED}`),
          db.prepare(`DELETE FROM plan_layouts AS held WHERE ${isMeant} AND NOT ${IS_NEEDED}`),
        ].map((statement) => statement.bind(workspaceId, planId, layoutId, expected)),
      );
      if ((needed?.results.length ?? 0) > 0) return 'needed';
      return (removed?.meta.changes ?? 0) > 0 ? 'removed' : 'not-there';
    },
  };
}

function toEntry({ sequence: _, head, labels, name, note, version, ...row }: EntryRow): LayoutEntry {
  return { ...JSON.parse(head), ...row, name, note, labels: JSON.parse(labels) as string[], version };
}
