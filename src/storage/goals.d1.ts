import type { GoalClock, GoalFilter, GoalStore } from '../application/goal-store.ts';
import type { Goal } from '../domain/goal.ts';
import { subjectKey } from '../domain/goal.ts';
import type { GoalRevision } from '../domain/goal-revision.ts';
import type { LayoutId } from '../domain/layout.ts';
import { readNumberCursor } from '../domain/number-cursor.ts';
import { chunkJson } from './chunk-json.ts';
import { pageOf } from './page-of.ts';
import { type NamedRow, toStatement } from './plan-log.d1.ts';
import { PLAN } from './plan-selects.ts';

interface GoalRow {
  readonly goal_number: number;
  readonly goal_id: string;
  readonly metric: string;
  readonly start_day: string;
  readonly due_day: string;
  readonly target: number;
  readonly body: string;
  readonly version: number;
  readonly created_at: string;
}

interface RevisionRow {
  readonly goal_id: string;
  readonly revision: number;
  readonly kind: GoalRevision['kind'];
  readonly effective_day: string;
  readonly recorded_at: number;
  readonly key_id: string | null;
  readonly delta: number;
  readonly detail: string;
}

interface ClockRow {
  readonly version: number;
  readonly seq: number;
  readonly settled_ms: number;
  readonly layout_id: LayoutId | null;
  readonly places_ms: number;
}

/**
 * The first statement of a write; ?3 is the version it was made from, ?7 its own text. Nothing where accounts have moved after ?9: goals have to follow them
 * first.
 */
const TICK = `INSERT INTO goal_clocks (plan_number, version, seq, settled_ms, layout_id, write_id, places_ms)
  SELECT plan_number, ?3 + 1, ?4, ?5, ?6, ?7, ?8 FROM plans WHERE workspace_id = ?1 AND plan_id = ?2
    AND ?3 = COALESCE((SELECT version FROM goal_clocks WHERE goal_clocks.plan_number = plans.plan_number), 0)
    AND NOT EXISTS (SELECT 1 FROM account_places AS place WHERE place.plan_number = plans.plan_number AND until_ms > ?9)
  ON CONFLICT (plan_number) DO UPDATE SET version = excluded.version, seq = excluded.seq, settled_ms = excluded.settled_ms,
    layout_id = excluded.layout_id, write_id = excluded.write_id, places_ms = excluded.places_ms`;

/** The plan of a write that has begun, as a statement: ?3 is its text. Nothing where others were first. */
const WRITING = `SELECT plan_number FROM goal_clocks WHERE plan_number = (${PLAN}) AND write_id = ?3`;

const CREATE = `INSERT INTO goals (plan_number, goal_id, subject, metric, start_day, due_day, target, body, version, created_at)
  SELECT plan_number, ${values(9)} FROM (${WRITING}), json_each(?4) AS row`;

const CHANGE = `UPDATE goals SET start_day = row.value ->> 3, due_day = row.value ->> 4, target = row.value ->> 5, body = row.value ->> 6,
    version = row.value ->> 7
  FROM json_each(?4) AS row WHERE plan_number = (${WRITING}) AND goal_id = row.value ->> 0`;

const RECORD = `INSERT INTO goal_revisions (plan_number, goal_id, revision, kind, effective_day, recorded_at, key_id, delta, detail)
  SELECT plan_number, ${values(8)} FROM (${WRITING}), json_each(?4) AS row`;

/** The text of the write that a plan came in with. */
const RESTORED = 'restored';

/** How much later than it takes effect an entry of the log may come to be read, by far: what is decided is written within seconds. */
const LATE_MS = 600_000;

const NAMED_SINCE = `SELECT * FROM named_accounts WHERE plan_number = (${PLAN}) AND seq <= ?4 AND account_id IN (
    SELECT account_id FROM named_accounts WHERE plan_number = (${PLAN}) AND from_ms > ?5 AND from_ms <= ?6
    UNION SELECT account_id FROM named_accounts WHERE plan_number = (${PLAN}) AND until_ms > ?5 AND until_ms <= ?6
    UNION SELECT account_id FROM named_accounts WHERE plan_number = (${PLAN}) AND is_correction = 1 AND seq > ?3
    UNION SELECT account_id FROM named_accounts WHERE plan_number = (${PLAN}) AND from_ms > ?5 - ${LATE_MS} AND from_ms <= ?5 AND seq > ?3)
  ORDER BY seq`;

/** Goals in D1. */
export function goalStoreD1(db: D1Database): GoalStore {
  const restoreClock = (workspaceId: string, planId: string, clock: Omit<GoalClock, 'version'>) => {
    const { seq, settledMs, layoutId, placesMs } = clock;
    const bound = [workspaceId, planId, 0, seq, settledMs, layoutId, RESTORED, placesMs];
    return db.prepare(TICK).bind(...bound, Number.MAX_SAFE_INTEGER);
  };

  return {
    async clock(workspaceId, planId) {
      const row = await db
        .prepare(`SELECT version, seq, settled_ms, layout_id, places_ms FROM goal_clocks WHERE plan_number = (${PLAN})`)
        .bind(workspaceId, planId)
        .first<ClockRow>();
      return row === null ? { version: 0, seq: 0, settledMs: 0, layoutId: null, placesMs: 0 } : toClock(row);
    },

    async write(workspaceId, planId, { expected, clock, created, changed, deleted, revisions }) {
      const token = crypto.randomUUID();
      const { seq, settledMs, layoutId, placesMs } = clock;
      const forEach = (sql: string, rows: readonly unknown[]) =>
        chunkJson(rows.map((row) => JSON.stringify(row))).map((chunk) =>
          db.prepare(sql).bind(workspaceId, planId, token, chunk),
        );
      const [ticked] = await db.batch([
        db
          .prepare(TICK)
          .bind(workspaceId, planId, expected.version, seq, settledMs, layoutId, token, placesMs, placesMs),
        ...forEach(CREATE, created.map(goalColumns)),
        ...forEach(CHANGE, changed.map(goalColumns)),
        ...['goal_revisions', 'goals'].flatMap((table) =>
          forEach(
            `DELETE FROM ${table} WHERE plan_number = (${WRITING}) AND goal_id IN (SELECT value FROM json_each(?4))`,
            deleted,
          ),
        ),
        ...forEach(RECORD, revisions.map(revisionColumns)),
      ]);
      return (ticked?.meta.changes ?? 0) > 0;
    },

    async find(workspaceId, planId, goalId) {
      const row = await db
        .prepare(`SELECT * FROM goals WHERE plan_number = (${PLAN}) AND goal_id = ?3`)
        .bind(workspaceId, planId, goalId)
        .first<GoalRow>();
      return row && toGoal(row);
    },

    async findAll(workspaceId, planId, goalIds) {
      const statement = db.prepare(
        `SELECT * FROM goals WHERE plan_number = (${PLAN}) AND goal_id IN (SELECT value FROM json_each(?3)) ORDER BY goal_number`,
      );
      const chunks = chunkJson(goalIds.map((id) => JSON.stringify(id)));
      if (chunks.length === 0) return [];
      const answers = await db.batch<GoalRow>(chunks.map((chunk) => statement.bind(workspaceId, planId, chunk)));
      return answers.flatMap(({ results }) => results.map(toGoal));
    },

    async list(workspaceId, planId, { subject, metric, at }: GoalFilter, { cursor, limit }) {
      const { results } = await db
        .prepare(
          `SELECT * FROM goals WHERE plan_number = (${PLAN}) AND goal_number > ?3 AND (?4 IS NULL OR subject = ?4)
             AND (?5 IS NULL OR metric = ?5) AND (?6 IS NULL OR start_day <= ?6 AND due_day >= ?6)
           ORDER BY goal_number LIMIT ?7`,
        )
        .bind(workspaceId, planId, readNumberCursor(cursor, 0), subject ?? null, metric ?? null, at ?? null, limit + 1)
        .all<GoalRow>();
      return pageOf(results, limit, toGoal, (row) => row.goal_number);
    },

    async count(workspaceId, planId) {
      const count = await db
        .prepare(`SELECT count(*) AS count FROM goals WHERE plan_number = (${PLAN})`)
        .bind(workspaceId, planId)
        .first<number>('count');
      return count ?? 0;
    },

    async ofTerritories(workspaceId, planId, dueFrom) {
      const { results } = await db
        .prepare(
          `SELECT * FROM goals WHERE plan_number = (${PLAN}) AND subject >= 'territory ' AND subject < 'territory!' AND due_day >= ?3
           ORDER BY goal_number`,
        )
        .bind(workspaceId, planId, dueFrom)
        .all<GoalRow>();
      return results.map(toGoal);
    },

    async revisions(workspaceId, planId, goalId, { cursor, limit }) {
      const { results } = await db
        .prepare(
          `SELECT * FROM goal_revisions WHERE plan_number = (${PLAN}) AND goal_id = ?3 AND revision > ?4 ORDER BY revision LIMIT ?5`,
        )
        .bind(workspaceId, planId, goalId, readNumberCursor(cursor, 0), limit + 1)
        .all<RevisionRow>();
      return pageOf(results, limit, toRevision, (row) => row.revision);
    },

    async allRevisions(workspaceId, planId, after, limit) {
      const { results } = await db
        .prepare(
          `SELECT * FROM goal_revisions WHERE plan_number = (${PLAN}) AND (goal_id, revision) > (?3, ?4)
           ORDER BY goal_id, revision LIMIT ?5`,
        )
        .bind(workspaceId, planId, after?.goalId ?? '', after?.revision ?? 0, limit)
        .all<RevisionRow>();
      return results.map(toRevision);
    },

    async restore(workspaceId, planId, { clock, goals, revisions }) {
      const forEach = (sql: string, rows: readonly unknown[]) =>
        chunkJson(rows.map((row) => JSON.stringify(row))).map((chunk) =>
          db.prepare(sql).bind(workspaceId, planId, RESTORED, chunk),
        );
      await db.batch([
        ...(clock === null ? [] : [restoreClock(workspaceId, planId, clock)]),
        ...forEach(CREATE, goals.map(goalColumns)),
        ...forEach(RECORD, revisions.map(revisionColumns)),
      ]);
    },

    async targetsOn(workspaceId, planId, goalIds, day) {
      const statement = db.prepare(
        `SELECT goal_id, SUM(delta) AS target FROM goal_revisions WHERE plan_number = (${PLAN})
           AND goal_id IN (SELECT value FROM json_each(?3)) AND (kind = 'created' OR effective_day <= ?4) GROUP BY goal_id`,
      );
      const chunks = chunkJson(goalIds.map((id) => JSON.stringify(id)));
      if (chunks.length === 0) return new Map();
      const answers = await db.batch<{ goal_id: string; target: number }>(
        chunks.map((chunk) => statement.bind(workspaceId, planId, chunk, day)),
      );
      return new Map(
        answers.flatMap(({ results }) => results.map(({ goal_id, target }) => [goal_id, target] as const)),
      );
    },

    async namedSince(workspaceId, planId, { knownSeq, seq, settledMs, nowMs }) {
      const { results } = await db
        .prepare(NAMED_SINCE)
        .bind(workspaceId, planId, knownSeq, seq, settledMs, nowMs)
        .all<NamedRow>();
      return results.map(toStatement);
    },

    async lastMoveMs(workspaceId, planId) {
      const last = await db
        .prepare(`SELECT max(until_ms) AS last FROM account_places WHERE plan_number = (${PLAN})`)
        .bind(workspaceId, planId)
        .first<number>('last');
      return last ?? 0;
    },

    async movedSince(workspaceId, planId, placesMs, limit) {
      const since = `FROM account_places WHERE plan_number = (${PLAN}) AND until_ms > ?3`;
      const [moments, accounts] = await db.batch<{ until_ms: number; account_id: string }>([
        db
          .prepare(`SELECT DISTINCT until_ms ${since} ORDER BY until_ms LIMIT ?4`)
          .bind(workspaceId, planId, placesMs, limit),
        db.prepare(`SELECT DISTINCT account_id ${since} LIMIT ?4`).bind(workspaceId, planId, placesMs, limit),
      ]);
      return {
        movedMs: (moments?.results ?? []).map((row) => row.until_ms),
        accountIds: (accounts?.results ?? []).map((row) => row.account_id),
      };
    },
  };
}

/** What the rows of a chunk hold. */
function values(count: number): string {
  return Array.from({ length: count }, (_, at) => `row.value ->> ${at}`).join(', ');
}

function goalColumns(goal: Goal) {
  const { goalId, subject, metric, start, due, target, version, createdAt } = goal;
  const { weightMetric, unit, step, owner, note, origin } = goal;
  const body = JSON.stringify({ subject, weightMetric, unit, step, owner, note, origin });
  return [goalId, subjectKey(subject), metric, start, due, target, body, version, createdAt];
}

function revisionColumns({ goalId, revision, kind, effectiveDay, recordedMs, keyId, delta, ...detail }: GoalRevision) {
  return [goalId, revision, kind, effectiveDay, recordedMs, keyId, delta, JSON.stringify(detail)];
}

function toClock({
  version,
  seq,
  settled_ms: settledMs,
  layout_id: layoutId,
  places_ms: placesMs,
}: ClockRow): GoalClock {
  return { version, seq, settledMs, layoutId, placesMs };
}

function toGoal({ goal_id: goalId, metric, start_day: start, due_day: due, target, ...row }: GoalRow): Goal {
  return {
    goalId,
    metric,
    start,
    due,
    target,
    ...JSON.parse(row.body),
    version: row.version,
    createdAt: row.created_at,
  };
}

function toRevision(row: RevisionRow): GoalRevision {
  return {
    goalId: row.goal_id,
    revision: row.revision,
    kind: row.kind,
    effectiveDay: row.effective_day,
    recordedMs: row.recorded_at,
    keyId: row.key_id,
    delta: row.delta,
    ...JSON.parse(row.detail),
  };
}
