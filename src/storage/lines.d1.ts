import type { CountedLine, LineStore } from '../application/line-store.ts';
import { type Line, type LineFilter, MAX_LINES } from '../domain/line.ts';
import { planNotFound } from '../domain/plan.ts';
import { chunkJson } from './chunk-json.ts';
import { lineCondition } from './line-condition.ts';
import { pageOf } from './page-of.ts';
import { IN_FORCE_NEXT, PLAN } from './plan-selects.ts';

interface LineRow {
  readonly line_id: string;
  readonly name: string;
  readonly filter: string;
}

/** Of the hundred parameters that D1 binds. */
const MAX_VALUES = 96;

const LINE = `plan_number = (${PLAN}) AND line_id = ?3`;

/** Lines in D1. */
export function lineStoreD1(db: D1Database): LineStore {
  return {
    async put(workspaceId, planId, { lineId, name, filter }, expected) {
      const values = [workspaceId, planId, lineId, name, JSON.stringify(filter), ...versionValues(expected)];
      const [plan, before, written] = await db.batch([
        db.prepare(PLAN).bind(workspaceId, planId),
        db.prepare(`SELECT 1 AS one FROM lines WHERE ${LINE}`).bind(workspaceId, planId, lineId),
        db
          .prepare(
            `INSERT INTO lines (plan_number, line_id, name, filter)
             SELECT plan_number, ?3, ?4, ?5 FROM plans WHERE workspace_id = ?1 AND plan_id = ?2
               AND (EXISTS (SELECT 1 FROM lines WHERE ${LINE} AND ${isVersion(6)})
                 OR ?6 IS NULL AND (SELECT count(*) FROM lines WHERE plan_number = (${PLAN})) < ${MAX_LINES})
             ON CONFLICT (plan_number, line_id) DO UPDATE SET name = excluded.name, filter = excluded.filter`,
          )
          .bind(...values),
      ]);
      if (plan?.results.length === 0) throw planNotFound();
      if (written?.meta.changes === 0) return 'refused';
      return before?.results.length === 0 ? 'created' : 'replaced';
    },

    async restore(workspaceId, planId, lines) {
      const statement = db.prepare(
        `INSERT INTO lines (plan_number, line_id, name, filter)
         SELECT plan_number, row.value ->> 0, row.value ->> 1, row.value ->> 2 FROM plans, json_each(?3) AS row
         WHERE workspace_id = ?1 AND plan_id = ?2`,
      );
      const rows = lines.map(({ lineId, name, filter }) => JSON.stringify([lineId, name, JSON.stringify(filter)]));
      await db.batch(chunkJson(rows).map((chunk) => statement.bind(workspaceId, planId, chunk)));
    },

    async find(workspaceId, planId, lineId) {
      const row = await db
        .prepare(`SELECT * FROM lines WHERE ${LINE}`)
        .bind(workspaceId, planId, lineId)
        .first<LineRow>();
      return row && toLine(row);
    },

    async count(workspaceId, planId, lines) {
      const counted: CountedLine[] = [];
      for (const some of packed(lines)) {
        const sums = some.map(({ sql }) => `TOTAL(${sql} IS TRUE)`).join(', ');
        const [row] = await db
          .prepare(`SELECT ${sums} FROM accounts WHERE set_number = (${IN_FORCE_NEXT})`)
          .bind(...some.flatMap(({ values }) => values), workspaceId, planId)
          .raw<number[]>();
        counted.push(...some.map(({ line }, at) => ({ ...line, accounts: row?.[at] ?? 0 })));
      }
      return counted;
    },

    async list(workspaceId, planId, { cursor, limit }) {
      const { results } = await db
        .prepare(`SELECT * FROM lines WHERE plan_number = (${PLAN}) AND line_id > ?3 ORDER BY line_id LIMIT ?4`)
        .bind(workspaceId, planId, cursor ?? '', limit + 1)
        .all<LineRow>();
      return pageOf(results, limit, toLine, (row) => row.line_id);
    },

    async delete(workspaceId, planId, lineId, expected) {
      const { meta } = await db
        .prepare(`DELETE FROM lines WHERE ${LINE} AND ${isVersion(4)}`)
        .bind(workspaceId, planId, lineId, ...versionValues(expected))
        .run();
      return meta.changes > 0;
    },
  };
}

/** Lines with their conditions, as many together as one statement can have parameters for. */
function packed(lines: readonly Line[]) {
  const packs: { line: Line; sql: string; values: readonly (string | number)[] }[][] = [];
  let room = 0;
  for (const line of lines) {
    const condition = lineCondition(line.filter);
    if (packs.length === 0 || condition.values.length > room) {
      packs.push([]);
      room = MAX_VALUES;
    }
    packs.at(-1)?.push({ line, ...condition });
    room -= condition.values.length;
  }
  return packs;
}

/** The condition on a row of lines that it is as two parameters from a first on say, or that they are null. */
function isVersion(first: number): string {
  return `(?${first} IS NULL OR (name = ?${first} AND filter = ?${first + 1}))`;
}

function versionValues(line: Line | null): (string | null)[] {
  return line === null ? [null, null] : [line.name, JSON.stringify(line.filter)];
}

function toLine({ line_id, name, filter }: LineRow): Line {
  return { lineId: line_id, name, filter: JSON.parse(filter) as LineFilter };
}
