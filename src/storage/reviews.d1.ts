import type { ReviewRef, ReviewStore, ReviewWrite, ScheduledReviews } from '../application/review-store.ts';
import type { LineReading } from '../domain/line-reading.ts';
import { readNumberCursor } from '../domain/number-cursor.ts';
import { planNotFound } from '../domain/plan.ts';
import { type Review, type ReviewSummary, summaryOf } from '../domain/review.ts';
import type { ReviewMarks } from '../domain/review-marks.ts';
import type { ReviewLimits, ReviewSettings, Rhythm } from '../domain/review-settings.ts';
import { recordEvents, spreadNow, spreadSome } from './events.d1.ts';
import { pageOf } from './page-of.ts';
import { IN_FORCE, PLAN } from './plan-selects.ts';
import { fromPieces, toPieces } from './text-pieces.ts';

/** A run that was started is looked at again after so long: the steps of one take minutes at most. */
const LEASE_MS = 3_600_000;

/** Readings that are read at once, and the characters of them, which are some five times as many once they are unpacked. */
const [READINGS, READING_CHARACTERS] = [30, 1_500_000];

/** The part of a run that is what its review tells. */
const BODY = 'body';

interface SettingsRow {
  readonly limits: string;
  readonly rhythm: Rhythm;
  readonly first_day: string;
  readonly due_ms: number;
  readonly wake_ms: number;
}

const SETTINGS_OF_PLAN = `SELECT limits, rhythm, first_day, due_ms, wake_ms FROM review_settings WHERE plan_number = (${PLAN})`;

/** The condition on a row of settings that it is what three parameters from a first on hold. */
function isVersion(first: number): string {
  return `review_settings.limits = ?${first} AND review_settings.rhythm = ?${first + 1} AND review_settings.first_day = ?${first + 2}`;
}

/** Runs whose time has come, by the plan's number, in workspaces that live. */
const TAKE_DUE = `UPDATE review_settings SET next_ms = ?1 + ${LEASE_MS}, tries = tries + 1 WHERE plan_number IN (
    SELECT plan_number FROM review_settings WHERE next_ms <= ?1 ORDER BY next_ms, plan_number LIMIT ?2)
  RETURNING wake_ms, due_ms, tries,
    (SELECT plan_id FROM plans WHERE plans.plan_number = review_settings.plan_number) AS plan_id,
    (SELECT workspace_id FROM plans JOIN workspaces USING (workspace_id)
     WHERE plans.plan_number = review_settings.plan_number AND ends_at IS NULL) AS workspace_id`;

/** Reviews in D1. `onSpread` is called when there is something new to send. */
export function reviewStoreD1(db: D1Database, onSpread: () => void): ReviewStore {
  async function readings(sql: string, values: readonly (string | number)[]): Promise<LineReading[]> {
    const { results } = await db
      .prepare(sql)
      .bind(...values)
      .all<{ body: string }>();
    const found: LineReading[] = [];
    // One by one: together their bytes may be many.
    for (const { body } of results) found.push(await unpacked<LineReading>([body]));
    return found;
  }

  async function part<T>(workspaceId: string, planId: string, runId: string, name: string): Promise<T | null> {
    const { results } = await db
      .prepare(
        `SELECT piece FROM review_parts WHERE plan_number = (${PLAN}) AND run_id = ?3 AND name = ?4 ORDER BY part`,
      )
      .bind(workspaceId, planId, runId, name)
      .all<{ piece: string }>();
    if (results.length === 0) return null;
    return unpacked<T>(results.map(({ piece }) => piece));
  }

  return {
    async schedule(workspaceId, planId) {
      const row = await db.prepare(SETTINGS_OF_PLAN).bind(workspaceId, planId).first<SettingsRow>();
      return row && toSchedule(row);
    },

    async put(workspaceId, planId, { settings, dueMs, wakeMs }, expected) {
      const values = [workspaceId, planId, ...versionOf(settings), dueMs, wakeMs];
      const columns = 'plan_number, limits, rhythm, first_day, due_ms, wake_ms, next_ms';
      const row = `SELECT plan_number, ?3, ?4, ?5, ?6, ?7, ?7 FROM plans WHERE workspace_id = ?1 AND plan_id = ?2`;
      // A run that is in hand goes on where its time to wake stays, by the limits that it has measured by; its next try is another one.
      const change = `limits = excluded.limits, rhythm = excluded.rhythm, first_day = excluded.first_day, due_ms = excluded.due_ms,
        wake_ms = excluded.wake_ms, next_ms = excluded.next_ms,
        tries = iif(review_settings.wake_ms = excluded.wake_ms, review_settings.tries, 0)`;
      const insert = `INSERT INTO review_settings (${columns}) ${row}`;
      const write =
        expected === undefined
          ? db.prepare(`${insert} ON CONFLICT (plan_number) DO UPDATE SET ${change}`).bind(...values)
          : db
              .prepare(
                `${insert} AND EXISTS (SELECT 1 FROM review_settings WHERE plan_number = plans.plan_number AND ${isVersion(8)})
                   ON CONFLICT (plan_number) DO UPDATE SET ${change} WHERE ${isVersion(8)}`,
              )
              .bind(...values, ...versionOf(expected));
      const [plan, written] = await db.batch([db.prepare(PLAN).bind(workspaceId, planId), write]);
      if (plan?.results.length === 0) throw planNotFound();
      return (written?.meta.changes ?? 0) > 0;
    },

    async delete(workspaceId, planId, expected) {
      const [sql, values] = expected === undefined ? ['1', []] : [isVersion(3), versionOf(expected)];
      const { meta } = await db
        .prepare(`DELETE FROM review_settings WHERE plan_number = (${PLAN}) AND ${sql}`)
        .bind(workspaceId, planId, ...values)
        .run();
      return meta.changes > 0;
    },

    async takeDue(nowMs, limit) {
      const { results } = await db
        .prepare(TAKE_DUE)
        .bind(nowMs, limit)
        .all<{ wake_ms: number; due_ms: number; tries: number; plan_id: string; workspace_id: string | null }>();
      return results.flatMap(({ workspace_id: workspaceId, plan_id: planId, wake_ms, due_ms, tries }): ReviewRef[] =>
        // Of a workspace that has ended.
        workspaceId === null
          ? []
          : // A reading that is late goes on as what it was, also where a review has become due meanwhile: that is the next run.
            [{ workspaceId, planId, wakeMs: wake_ms, dueMs: due_ms <= wake_ms ? due_ms : null, tries }],
      );
    },

    async marks(workspaceId, planId) {
      const marks = await db
        .prepare(`SELECT marks FROM review_settings WHERE plan_number = (${PLAN})`)
        .bind(workspaceId, planId)
        .first<string>('marks');
      return marks === null ? null : (JSON.parse(marks) as ReviewMarks | null);
    },

    async ground(workspaceId, planId, atMs) {
      const [sets, lines, reps, named] = await db.batch<Record<string, string | number | null>>([
        db
          .prepare(`SELECT set_number, version, touched_at FROM account_sets WHERE set_number = (${IN_FORCE})`)
          .bind(workspaceId, planId),
        db
          .prepare(`SELECT line_id, filter FROM lines WHERE plan_number = (${PLAN}) ORDER BY line_id`)
          .bind(workspaceId, planId),
        db
          .prepare(
            `SELECT rep_id, capacity_hours, skills, leave FROM reps WHERE plan_number = (${PLAN}) ORDER BY rep_id`,
          )
          .bind(workspaceId, planId),
        db
          .prepare(
            `SELECT max(from_ms) FILTER (WHERE from_ms <= ?3) AS began, max(until_ms) FILTER (WHERE until_ms <= ?3) AS ended
             FROM named_accounts WHERE plan_number = (${PLAN})`,
          )
          .bind(workspaceId, planId, atMs),
      ]);
      const [set] = sets?.results ?? [];
      // Who is on leave is another question each day.
      const isLeave = reps?.results.some(({ leave }) => leave !== '[]') ?? false;
      const day = isLeave ? new Date().toISOString().slice(0, 10) : null;
      return {
        text: JSON.stringify([set, lines?.results, reps?.results, named?.results, day]),
        touchedMs: Date.parse(String(set?.touched_at ?? '')) || 0,
      };
    },

    lastReadings: (workspaceId, planId) =>
      readings(
        // The inner one reads keys alone.
        `SELECT body FROM review_readings WHERE plan_number = (${PLAN}) AND (line, read_ms) IN
           (SELECT line, max(read_ms) FROM review_readings INDEXED BY review_readings_by_line WHERE plan_number = (${PLAN}) GROUP BY line)
         ORDER BY line`,
        [workspaceId, planId],
      ),

    readings: (workspaceId, planId, line) =>
      readings(
        `SELECT body FROM (
           SELECT read_ms, body, TOTAL(LENGTH(body)) OVER (ORDER BY read_ms DESC) - LENGTH(body) AS after FROM review_readings
           WHERE plan_number = (${PLAN}) AND line = ?3 ORDER BY read_ms DESC LIMIT ${READINGS})
         WHERE after < ${READING_CHARACTERS} ORDER BY read_ms`,
        [workspaceId, planId, line ?? ''],
      ),

    async putPart(workspaceId, planId, runId, name, value) {
      const pieces = await piecesOf(value);
      await db.batch([
        db
          .prepare(`DELETE FROM review_parts WHERE plan_number = (${PLAN}) AND run_id = ?3 AND name = ?4`)
          .bind(workspaceId, planId, runId, name),
        ...pieces.map((piece, at) =>
          db
            .prepare(
              `INSERT INTO review_parts (plan_number, run_id, name, part, piece)
               SELECT plan_number, ?3, ?4, ?5, ?6 FROM plans WHERE workspace_id = ?1 AND plan_id = ?2`,
            )
            .bind(workspaceId, planId, runId, name, at, piece),
        ),
      ]);
    },

    part,

    async record(workspaceId, planId, write) {
      const events = recordEvents(db, workspaceId, write.events, wantedRun(planId, write.wakeMs));
      const answers = await db.batch([
        ...(await reviewStatements(db, workspaceId, planId, write)),
        ...events,
        ...nextStatements(db, workspaceId, planId, write),
        ...spreadNow(db, null, Math.max(1, write.events.length)),
      ]);
      if (spreadSome(answers)) onSpread();
      // Whether the run was still wanted.
      return (answers[0]?.results.length ?? 0) > 0;
    },

    find: (workspaceId, planId, reviewId) => part<Review>(workspaceId, planId, reviewId, BODY),

    async list(workspaceId, planId, { cursor, limit }) {
      const { results } = await db
        .prepare(
          `SELECT review_number, summary FROM reviews WHERE plan_number = (${PLAN}) AND review_number < ?3
           ORDER BY review_number DESC LIMIT ?4`,
        )
        .bind(workspaceId, planId, readNumberCursor(cursor, Number.MAX_SAFE_INTEGER), limit + 1)
        .all<{ review_number: number; summary: string }>();
      return pageOf(
        results,
        limit,
        ({ summary }) => JSON.parse(summary) as ReviewSummary,
        (row) => row.review_number,
      );
    },
  };
}

/** The condition that a run is still the next one of its plan, for a statement whose ?1 is the workspace and whose ?3 and ?4 it gives. */
function wantedRun(planId: string, wakeMs: number | null) {
  return {
    sql: `EXISTS (SELECT 1 FROM plans LEFT JOIN review_settings USING (plan_number)
      WHERE workspace_id = ?1 AND plan_id = ?3 AND (?4 IS NULL OR wake_ms = ?4))`,
    values: [planId, wakeMs],
  };
}

/** The plan's number where the run is still the next one: ?1, ?2 its workspace and id, ?3 when it was to wake. */
const WANTED = `SELECT plan_number FROM plans LEFT JOIN review_settings USING (plan_number)
  WHERE workspace_id = ?1 AND plan_id = ?2 AND (?3 IS NULL OR wake_ms = ?3)`;

async function reviewStatements(
  db: D1Database,
  workspaceId: string,
  planId: string,
  { runId, wakeMs, review, readings }: ReviewWrite,
): Promise<D1PreparedStatement[]> {
  const values = [workspaceId, planId, wakeMs];
  const statements = [db.prepare(WANTED).bind(...values)];
  for (const reading of readings) {
    const insert = `INSERT INTO review_readings (plan_number, line, read_ms, body) SELECT plan_number, ?4, ?5, ?6 FROM (${WANTED}) WHERE true
      ON CONFLICT DO NOTHING`;
    // Of ten thousand territories a reading is some hundred kilobytes.
    const body = (await piecesOf(reading)).join('');
    statements.push(db.prepare(insert).bind(...values, reading.line ?? '', reading.readMs, body));
  }
  if (review === null) return statements;
  const { lines } = review;
  const layoutIds = lines.flatMap(({ layoutId, repair }) => [
    layoutId,
    ...(repair === null ? [] : [repair.counted.layoutId, ...(repair.repaired ? [repair.repaired.layoutId] : [])]),
  ]);
  const summary = JSON.stringify(summaryOf(review));
  const pieces = await piecesOf(review);
  return [
    ...statements,
    db
      .prepare(
        `INSERT INTO reviews (plan_number, review_id, due_ms, read_ms, summary) SELECT plan_number, ?4, ?5, ?6, ?7 FROM (${WANTED}) WHERE true
         ON CONFLICT DO NOTHING`,
      )
      .bind(...values, runId, review.dueMs, review.readMs, summary),
    db
      .prepare(
        `INSERT INTO review_layouts (plan_number, review_id, layout_id)
         SELECT plan_number, ?4, value FROM (${WANTED}), json_each(?5) WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(...values, runId, JSON.stringify(layoutIds)),
    ...pieces.map((piece, at) =>
      db
        .prepare(
          `INSERT INTO review_parts (plan_number, run_id, name, part, piece)
           SELECT plan_number, ?4, '${BODY}', ?5, ?6 FROM (${WANTED}) WHERE true ON CONFLICT DO NOTHING`,
        )
        .bind(...values, runId, at, piece),
    ),
  ];
}

/** Ends the run: what its steps have left goes, and the next one has its time. */
function nextStatements(
  db: D1Database,
  workspaceId: string,
  planId: string,
  { wakeMs, marks, next }: ReviewWrite,
): D1PreparedStatement[] {
  if (wakeMs === null || next === null) return [];
  const values = [workspaceId, planId, wakeMs];
  return [
    db.prepare(`DELETE FROM review_parts WHERE plan_number IN (${WANTED}) AND name <> '${BODY}'`).bind(...values),
    db
      .prepare(
        `UPDATE review_settings SET due_ms = ?4, wake_ms = ?5, next_ms = ?5, tries = 0, marks = coalesce(?6, marks)
         WHERE plan_number IN (${WANTED})`,
      )
      .bind(...values, next.dueMs, next.wakeMs, marks && JSON.stringify(marks)),
  ];
}

async function unpacked<T>(pieces: readonly string[]): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await fromPieces(pieces))) as T;
}

function piecesOf(value: unknown): Promise<string[]> {
  return toPieces([new TextEncoder().encode(JSON.stringify(value))]);
}

function versionOf({ limits, rhythm, firstDay }: ReviewSettings): [string, string, string] {
  return [JSON.stringify(limits), rhythm, firstDay];
}

function toSchedule({ limits, rhythm, first_day: firstDay, due_ms, wake_ms }: SettingsRow): ScheduledReviews {
  const settings = { limits: JSON.parse(limits) as ReviewLimits, rhythm, firstDay };
  return { settings, dueMs: due_ms, wakeMs: wake_ms };
}
