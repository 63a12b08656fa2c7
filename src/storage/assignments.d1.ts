import type { AssignmentStore } from '../application/assignment-store.ts';
import type { AssignedPair, Assignment, AssignmentSummary, UnassignedRep, Vacancy } from '../domain/assignment.ts';
import { Failure } from '../domain/failure.ts';
import type { LayoutId } from '../domain/layout.ts';
import { readNumberCursor } from '../domain/number-cursor.ts';
import { chunkJson } from './chunk-json.ts';
import { lineCondition } from './line-condition.ts';
import { pageOf } from './page-of.ts';
import { IN_FORCE, PLAN } from './plan-selects.ts';

/** Skills by territory that are looked at: a thousand territories with fifty each, which is what a rep can have. */
const MAX_SKILLS = 50_000;

interface SummaryRow {
  readonly assignment_number: number;
  readonly assignment_id: string;
  readonly plan_id: string;
  readonly layout_id: LayoutId;
  readonly summary: string;
  readonly created_at: string;
}

const COLUMNS = 'assignment_number, assignment_id, plan_id, layout_id, summary, created_at';

/** Accounts inside of ranges, found by the index of cells: CROSS JOIN keeps the order of the two. */
const IN_RANGES = `FROM json_each(?3) AS range CROSS JOIN accounts AS held
  ON held.set_number = (${IN_FORCE})
    AND held.cell BETWEEN range.value ->> 0 AND range.value ->> 1`;

/** A condition on accounts stands after the numbered parameters: its own have no numbers and go on from there. */
const countServed = (
  condition: string,
) => `SELECT range.value ->> 2 AS territory, reps.rep_id AS repId, COUNT(*) AS accounts ${IN_RANGES}
  LEFT JOIN reps ON reps.plan_number = (${PLAN})
    AND reps.rep_id = held.rep_id
  WHERE held.rep_id IS NOT NULL AND ${condition} GROUP BY 1, 2`;

const countSkills = (
  condition: string,
) => `SELECT range.value ->> 2 AS territory, skill.value AS skill, COUNT(*) AS accounts ${IN_RANGES}
  CROSS JOIN json_each(held.required_skills) AS skill
  WHERE held.required_skills <> '[]' AND ${condition} GROUP BY 1, 2 LIMIT ${MAX_SKILLS + 1}`;

/** Assignments in D1. */
export function assignmentStoreD1(db: D1Database): AssignmentStore {
  return {
    async save(workspaceId, assignment) {
      const { pairs, vacant, unassigned, assignmentId, planId, layoutId, createdAt, ...summary } = assignment;
      const [inserted] = await db.batch([
        db
          .prepare(
            `INSERT INTO assignments (workspace_id, assignment_id, plan_id, layout_id, summary, created_at)
             SELECT ?1, ?2, plan_id, layout_id, ?5, ?6 FROM plans JOIN layouts USING (workspace_id)
             WHERE workspace_id = ?1 AND plan_id = ?3 AND layout_id = ?4`,
          )
          .bind(workspaceId, assignmentId, planId, layoutId, JSON.stringify(summary), createdAt),
        ...Object.entries({ pairs, vacant, unassigned }).flatMap(([list, items]) =>
          chunkJson(items.map((item) => JSON.stringify(item))).map((chunk, position) =>
            db
              .prepare(
                `INSERT INTO assignment_lists (assignment_number, list, position, items)
                 SELECT assignment_number, ?2, ?3, ?4 FROM assignments WHERE assignment_id = ?1`,
              )
              .bind(assignmentId, list, position, chunk),
          ),
        ),
      ]);
      return (inserted?.meta.changes ?? 0) > 0;
    },

    async find(workspaceId, assignmentId) {
      const [heads, lists] = await db.batch<SummaryRow & { list: string; items: string }>([
        db
          .prepare(`SELECT ${COLUMNS} FROM assignments WHERE workspace_id = ?1 AND assignment_id = ?2`)
          .bind(workspaceId, assignmentId),
        db
          .prepare(
            `SELECT list, items FROM assignments JOIN assignment_lists USING (assignment_number)
             WHERE workspace_id = ?1 AND assignment_id = ?2 ORDER BY list, position`,
          )
          .bind(workspaceId, assignmentId),
      ]);
      const head = heads?.results[0];
      return head === undefined ? null : toAssignment(head, lists?.results ?? []);
    },

    async list(workspaceId, planId, layoutId, { cursor, limit }) {
      const { results } = await db
        .prepare(
          `SELECT ${COLUMNS} FROM assignments
           WHERE workspace_id = ?1 AND plan_id = ?2 AND (?3 IS NULL OR layout_id = ?3) AND assignment_number < ?4
           ORDER BY assignment_number DESC LIMIT ?5`,
        )
        .bind(workspaceId, planId, layoutId, readNumberCursor(cursor, Number.MAX_SAFE_INTEGER), limit + 1)
        .all<SummaryRow>();
      return pageOf(results, limit, toSummary, (row) => row.assignment_number);
    },

    async countAccounts(workspaceId, planId, ranges, line) {
      const chunks = chunkJson(jsonOf(ranges));
      const { sql: condition, values } = line === null ? { sql: '1', values: [] } : lineCondition(line);
      // One batch sees one set of accounts.
      const answers = await db.batch<{ territory: number; accounts: number }>(
        [countServed(condition), countSkills(condition)].flatMap((sql) =>
          chunks.map((chunk) => db.prepare(sql).bind(workspaceId, planId, chunk, ...values)),
        ),
      );
      const [served, skills] = [answers.slice(0, chunks.length), answers.slice(chunks.length)].map((some) =>
        some.flatMap(({ results }) => results),
      );
      if ((skills?.length ?? 0) > MAX_SKILLS) throw tooManySkills();
      return { served: served as never, skills: skills as never };
    },
  };
}

function* jsonOf(values: Iterable<unknown>): Generator<string> {
  for (const value of values) yield JSON.stringify(value);
}

/** The summary of a row, its members in the order in which an assignment is made. */
function toSummary({ assignment_id, plan_id, layout_id, summary, created_at }: SummaryRow): AssignmentSummary {
  const ids = { assignmentId: assignment_id, planId: plan_id, layoutId: layout_id };
  return { ...ids, ...JSON.parse(summary), createdAt: created_at };
}

function toAssignment(head: SummaryRow, rows: readonly { list: string; items: string }[]): Assignment {
  const itemsOf = (list: string) => rows.filter((row) => row.list === list).flatMap((row) => JSON.parse(row.items));
  return {
    ...toSummary(head),
    pairs: itemsOf('pairs') as AssignedPair[],
    vacant: itemsOf('vacant') as Vacancy[],
    unassigned: itemsOf('unassigned') as UnassignedRep[],
  };
}

function tooManySkills(): Failure {
  return Failure.invalid('invalid-assignment', {
    field: 'requiredSkills',
    value: `more than ${MAX_SKILLS}`,
    detail: 'accounts need more different skills than an assignment looks at, counted by territory',
    remedy: 'give accounts that need the same the same skill',
  });
}
