import type { DepartedRep, HistoryCounts, ListedLayout, PlanTransfers } from '../application/plan-transfer.ts';
import type { LayoutId } from '../domain/layout.ts';
import { randomBase62 } from '../domain/random-base62.ts';
import { chunkJson } from './chunk-json.ts';
import { RECORD_SCHEDULED } from './fact-events.ts';
import { findHierarchy, insertHierarchy } from './hierarchies.d1.ts';
import { D1Layouts } from './layouts.d1.ts';
import { IN_FORCE, PLAN } from './plan-selects.ts';

/** An import that says nothing for so long has broken off. */
const LASTS_MS = 15 * 60_000;
/** Uploads, reps, layouts and hierarchies of which a fingerprint is made; of more there is none. */
const MAX_TOLD = 20_000;

/** Publications and challenges that are told of a plan that the workspace has already. */
const MAX_CLASHES = 100;

/** Whether the import ?1 can move into the workspace ?2 at the moment ?4, and has the plan ?3. */
const CAN_MOVE = `EXISTS (SELECT 1 FROM plans JOIN workspaces USING (workspace_id)
    WHERE workspace_id = ?1 AND plan_id = ?3 AND ends_at > ?4)
  AND EXISTS (SELECT 1 FROM workspaces WHERE workspace_id = ?2 AND ends_at IS NULL)`;

const MOVES = [
  `INSERT INTO layouts (workspace_id, layout_id, head, territory_count, created_at, touched_at)
   SELECT ?2, layout_id, head, territory_count, created_at, ?4 FROM layouts WHERE workspace_id = ?1 AND ${CAN_MOVE}
   ON CONFLICT DO UPDATE SET touched_at = excluded.touched_at`,
  `INSERT INTO layout_territories (workspace_id, layout_id, position, territory)
   SELECT ?2, layout_id, position, territory FROM layout_territories WHERE workspace_id = ?1 AND ${CAN_MOVE}
   ON CONFLICT DO NOTHING`,
  `INSERT INTO layout_leaves (workspace_id, layout_id, parent, leaves)
   SELECT ?2, layout_id, parent, leaves FROM layout_leaves WHERE workspace_id = ?1 AND ${CAN_MOVE}
   ON CONFLICT DO NOTHING`,
  `INSERT INTO layout_origins (workspace_id, layout_id, role, origin_id)
   SELECT ?2, layout_id, role, origin_id FROM layout_origins WHERE workspace_id = ?1 AND ${CAN_MOVE}
   ON CONFLICT DO NOTHING`,
  `INSERT INTO plan_layouts (workspace_id, plan_id, layout_id, created_at, line_id, name, note, labels)
   SELECT ?2, plan_id, layout_id, created_at, line_id, name, note, labels FROM plan_layouts WHERE workspace_id = ?1 AND ${CAN_MOVE} ORDER BY sequence`,
  `UPDATE assignments SET workspace_id = ?2 WHERE workspace_id = ?1 AND plan_id = ?3 AND ${CAN_MOVE}`,
  `INSERT INTO hierarchies (workspace_id, hierarchy_id, layout_id, head, parent_count, version, created_at)
   SELECT ?2, hierarchy_id, layout_id, head, parent_count, version, created_at FROM hierarchies WHERE workspace_id = ?1
     AND ${CAN_MOVE} ORDER BY sequence ON CONFLICT DO NOTHING`,
  `INSERT INTO hierarchy_parents (workspace_id, hierarchy_id, position, name, manager, place)
   SELECT ?2, hierarchy_id, position, name, manager, place FROM hierarchy_parents WHERE workspace_id = ?1 AND ${CAN_MOVE}
   ON CONFLICT DO NOTHING`,
  // What was told of its past was told there.
  `${RECORD_SCHEDULED} AND ${CAN_MOVE}`,
  `UPDATE plans SET workspace_id = ?2 WHERE workspace_id = ?1 AND plan_id = ?3 AND ${CAN_MOVE}`,
];

/** What changes with every write to what a plan has very much of: an upload writes rows with its own number. */
const MARKS = [
  `SELECT version FROM goal_clocks WHERE plan_number = (${PLAN}) LIMIT ?3`,
  ...['actuals', 'deals'].map(
    (table) => `SELECT count(*), sum(chunk) FROM ${table} WHERE plan_number = (${PLAN}) AND draft = 0 LIMIT min(1, ?3)`,
  ),
];

/** What files of a plan hold. An account is written by one upload, and what is written again belongs to another: rows by upload tell one set from the next. */
const TOLD = [
  'SELECT name, metrics, metric_details, finest_resolution, tolerance, catch_all, time_zone, approval_required, value_metric, potential_metric, quality_weights, created_at, set_number FROM plans WHERE workspace_id = ?1 AND plan_id = ?2 LIMIT ?3',
  `SELECT upload_id, count(*) FROM accounts
   WHERE set_number = (${IN_FORCE})
   GROUP BY upload_id ORDER BY upload_id LIMIT ?3`,
  `SELECT * FROM reps WHERE plan_number = (${PLAN}) ORDER BY rep_id LIMIT ?3`,
  `SELECT rep_id, left_ms FROM departed_reps WHERE plan_number = (${PLAN}) ORDER BY rep_id LIMIT ?3`,
  `SELECT territory_id, kind, max(version) FROM plan_texts WHERE plan_number = (${PLAN}) GROUP BY territory_id, kind LIMIT ?3`,
  `SELECT count(*), max(until_ms) FROM account_places WHERE plan_number = (${PLAN}) LIMIT min(1, ?3)`,
  `SELECT * FROM lines WHERE plan_number = (${PLAN}) ORDER BY line_id LIMIT ?3`,
  `SELECT layout_id, created_at, line_id, name, note, labels FROM plan_layouts
   WHERE workspace_id = ?1 AND plan_id = ?2 ORDER BY sequence LIMIT ?3`,
  'SELECT assignment_id FROM assignments WHERE workspace_id = ?1 AND plan_id = ?2 ORDER BY assignment_number LIMIT ?3',
  `SELECT digest FROM plan_log WHERE plan_number = (${PLAN}) ORDER BY seq DESC LIMIT min(1, ?3)`,
  `SELECT hierarchy_id, hierarchies.version FROM plan_layouts JOIN hierarchies USING (workspace_id, layout_id)
   WHERE workspace_id = ?1 AND plan_id = ?2 ORDER BY hierarchies.sequence LIMIT ?3`,
  `SELECT * FROM territory_stages WHERE plan_number = (${PLAN}) ORDER BY territory_id LIMIT ?3`,
  `SELECT * FROM pipeline_stages WHERE plan_number = (${PLAN}) ORDER BY position LIMIT ?3`,
  ...MARKS,
];

/** Rows of what belongs to a plan, and their bytes as lines hold them; `bytes` of a row. */
function tally(table: string, where: string, bytes: string): string {
  return `(SELECT json_array(count(*), COALESCE(sum(${bytes}), 0)) FROM ${table} WHERE plan_number = (${PLAN})${where})`;
}

const TALLIES = {
  goals: tally('goals', '', 'octet_length(body) + octet_length(metric) + 200'),
  revisions: tally('goal_revisions', '', 'octet_length(detail) + 200'),
  actuals: tally('actuals', ' AND draft = 0', 'octet_length(account_id) + octet_length(metric) + 40'),
  deals: tally(
    'deals',
    ' AND draft = 0',
    'octet_length(deal_id) + octet_length(account_id) + octet_length(name) + octet_length(stage) + 250',
  ),
};

interface ListedRow {
  readonly labels: string;
  readonly hierarchyIds: string;
  /** Null, too, where it does not: entries about no layout compare so. */
  readonly isReferred: number | null;
}

/** Plans on their way, in D1. */
export function planTransfersD1(db: D1Database): PlanTransfers {
  const layouts = new D1Layouts(db);
  const moment = (fromNowMs = 0) => new Date(Date.now() + fromNowMs).toISOString();

  return {
    async listed(workspaceId, planId, latest) {
      const { results } = await db
        .prepare(
          `SELECT layout_id AS layoutId, created_at AS createdAt, line_id AS line, name, note, labels,
             (SELECT json_group_array(hierarchy_id ORDER BY sequence) FROM hierarchies AS own
              WHERE own.workspace_id = listed.workspace_id AND own.layout_id = listed.layout_id) AS hierarchyIds,
             layout_id IN (SELECT json_extract(event, '$.layoutId') FROM plan_log WHERE plan_number = (${PLAN})) AS isReferred
           FROM plan_layouts AS listed WHERE workspace_id = ?1 AND plan_id = ?2
             AND (sequence IN (SELECT sequence FROM plan_layouts WHERE workspace_id = ?1 AND plan_id = ?2 ORDER BY sequence DESC LIMIT ?3)
               OR layout_id IN (SELECT json_extract(event, '$.layoutId') FROM plan_log WHERE plan_number = (${PLAN})))
           ORDER BY sequence DESC`,
        )
        .bind(workspaceId, planId, latest)
        .all<Omit<ListedLayout, 'labels' | 'hierarchyIds' | 'isReferred'> & ListedRow>();
      return results.reverse().map(({ labels, hierarchyIds, isReferred, ...row }) => ({
        ...{ ...row, labels: JSON.parse(labels) as string[] },
        hierarchyIds: JSON.parse(hierarchyIds) as string[],
        isReferred: isReferred === 1,
      }));
    },

    readHierarchy: (workspaceId, hierarchyId) => findHierarchy(db, workspaceId, hierarchyId),

    async saveHierarchy(importId, hierarchy) {
      await db.batch(insertHierarchy(db, importId, hierarchy));
    },

    async hierarchyClashes(importId, workspaceId) {
      const { results } = await db
        .prepare(
          `SELECT came.hierarchy_id FROM hierarchies AS came JOIN hierarchies AS own USING (hierarchy_id)
           WHERE came.workspace_id = ?1 AND own.workspace_id = ?2 AND (came.layout_id <> own.layout_id
             OR came.parent_count <> own.parent_count
             OR came.head ->> '$.territories' <> own.head ->> '$.territories'
             OR came.head ->> '$.levels' <> own.head ->> '$.levels'
             OR EXISTS (SELECT 1 FROM hierarchy_parents AS theirs JOIN hierarchy_parents AS ours USING (hierarchy_id, position)
               WHERE theirs.workspace_id = ?1 AND ours.workspace_id = ?2 AND hierarchy_id = came.hierarchy_id
                 AND theirs.place <> ours.place))`,
        )
        .bind(importId, workspaceId)
        .all<{ hierarchy_id: string }>();
      return results.map((row) => row.hierarchy_id);
    },

    async countHistory(workspaceId, planId) {
      const row = await db
        .prepare(
          `SELECT (SELECT count(*) FROM plan_layouts WHERE workspace_id = ?1 AND plan_id = ?2) AS layouts,
             (SELECT COALESCE(max(seq), 0) FROM plan_log WHERE plan_number = (${PLAN})) AS entries,
             (SELECT COALESCE(sum(octet_length(event)), 0) FROM plan_log WHERE plan_number = (${PLAN})) AS entryBytes,
             (SELECT count(*) FROM account_places WHERE plan_number = (${PLAN})) AS places,
             (SELECT count(*) FROM plan_texts WHERE plan_number = (${PLAN})) AS texts,
             ${Object.entries(TALLIES)
               .map(([name, sql]) => `${sql} AS ${name}`)
               .join(', ')}`,
        )
        .bind(workspaceId, planId)
        .first<Omit<HistoryCounts, keyof typeof TALLIES | 'rowBytes'> & Record<keyof typeof TALLIES, string>>();
      if (row === null) throw new Error('D1 answered no counts');
      const tallies = [row.goals, row.revisions, row.actuals, row.deals].map(
        (text) => JSON.parse(text) as readonly [number, number],
      );
      const [goals = 0, revisions = 0, actuals = 0, deals = 0] = tallies.map(([count]) => count);
      const rowBytes = tallies.reduce((sum, [, bytes]) => sum + bytes, 0);
      return { ...row, goals, revisions, actuals, deals, rowBytes };
    },

    async departed(workspaceId, planId) {
      const { results } = await db
        .prepare(
          `SELECT rep_id AS id, name, left_ms AS leftMs FROM departed_reps WHERE plan_number = (${PLAN}) ORDER BY rep_id`,
        )
        .bind(workspaceId, planId)
        .all<DepartedRep>();
      return results;
    },

    async places(workspaceId, planId, after, limit) {
      const [accountId, untilMs] = after ?? ['', 0];
      const { results } = await db
        .prepare(
          `SELECT account_id, until_ms, cell FROM account_places
           WHERE plan_number = (${PLAN}) AND (account_id, until_ms) > (?3, ?4) ORDER BY account_id, until_ms LIMIT ?5`,
        )
        .bind(workspaceId, planId, accountId, untilMs, limit)
        .all<{ account_id: string; until_ms: number; cell: string }>();
      return results.map((row) => [row.account_id, row.until_ms, row.cell] as const);
    },

    async saveDeparted(importId, planId, departed) {
      const statement = db.prepare(
        `INSERT INTO departed_reps (plan_number, rep_id, name, left_ms)
         SELECT plan_number, row.value ->> 0, row.value ->> 1, row.value ->> 2 FROM plans, json_each(?3) AS row
         WHERE workspace_id = ?1 AND plan_id = ?2`,
      );
      const rows = departed.map(({ id, name, leftMs }) => JSON.stringify([id, name, leftMs]));
      await db.batch(chunkJson(rows).map((chunk) => statement.bind(importId, planId, chunk)));
    },

    async savePlaces(importId, planId, places) {
      const statement = db.prepare(
        `INSERT INTO account_places (plan_number, account_id, until_ms, cell)
         SELECT plan_number, row.value ->> 0, row.value ->> 1, row.value ->> 2 FROM plans, json_each(?3) AS row
         WHERE workspace_id = ?1 AND plan_id = ?2 ON CONFLICT DO NOTHING`,
      );
      const rows = places.map((place) => JSON.stringify(place));
      await db.batch(chunkJson(rows).map((chunk) => statement.bind(importId, planId, chunk)));
    },

    async read(workspaceId, layoutId) {
      const layout = await layouts.find(workspaceId, layoutId);
      const leaves = layout && (await layouts.leaves(workspaceId, layoutId, layout.metrics.length));
      return layout && leaves && { layout, leaves };
    },

    async fingerprint(workspaceId, planId) {
      const answers = await db.batch(TOLD.map((sql) => db.prepare(sql).bind(workspaceId, planId, MAX_TOLD)));
      if (answers.some(({ results }) => results.length === MAX_TOLD)) return null;
      return JSON.stringify(answers.map(({ results }) => results));
    },

    async rowMarks(workspaceId, planId) {
      const answers = await db.batch(MARKS.map((sql) => db.prepare(sql).bind(workspaceId, planId, 1)));
      return JSON.stringify(answers.map(({ results }) => results));
    },

    async open() {
      const importId = `imp_${randomBase62(22)}`;
      await db
        .prepare("INSERT INTO workspaces (workspace_id, name, created_at, ends_at) VALUES (?, '', ?, ?)")
        .bind(importId, moment(), moment(LASTS_MS))
        .run();
      return importId;
    },

    async renew(importId) {
      const { meta } = await db
        .prepare('UPDATE workspaces SET ends_at = ? WHERE workspace_id = ? AND ends_at > ?')
        .bind(moment(LASTS_MS), importId, moment())
        .run();
      return meta.changes > 0;
    },

    save: (importId, planId, { layout, leaves }, { createdAt, name, note, labels, line }) =>
      layouts.save(
        ...[importId, layout, leaves, planId],
        { name: name ?? undefined, note: note ?? undefined, labels, line },
        createdAt,
      ),

    async clashes(importId, workspaceId) {
      const { results } = await db
        .prepare(
          `SELECT DISTINCT layout_id FROM (
             SELECT own.layout_id FROM layout_leaves AS own
               LEFT JOIN layout_leaves AS came ON came.workspace_id = ?1 AND came.layout_id = own.layout_id AND came.parent = own.parent
             WHERE own.workspace_id = ?2 AND own.layout_id IN (SELECT layout_id FROM layouts WHERE workspace_id = ?1)
               AND came.leaves IS NOT own.leaves)`,
        )
        .bind(importId, workspaceId)
        .all<{ layout_id: LayoutId }>();
      return results.map((row) => row.layout_id);
    },

    async logClashes(importId, workspaceId) {
      const { results } = await db
        .prepare(
          `SELECT DISTINCT came.subject FROM plans AS theirs JOIN plan_log AS came USING (plan_number)
           WHERE theirs.workspace_id = ?1 AND came.subject IS NOT NULL
             AND EXISTS (SELECT 1 FROM plan_log AS own JOIN plans AS ours USING (plan_number)
               WHERE own.subject = came.subject AND ours.workspace_id = ?2)
           LIMIT ${MAX_CLASHES}`,
        )
        .bind(importId, workspaceId)
        .all<{ subject: string }>();
      return results.map((row) => row.subject);
    },

    async move(importId, workspaceId, planId) {
      const now = moment();
      const answers = await db.batch(MOVES.map((sql) => db.prepare(sql).bind(importId, workspaceId, planId, now)));
      return (answers.at(-1)?.meta.changes ?? 0) > 0;
    },

    async close(importId) {
      await db.prepare('UPDATE workspaces SET ends_at = ? WHERE workspace_id = ?').bind(moment(), importId).run();
    },
  };
}
