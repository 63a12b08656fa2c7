import type { JobRef, JobStore } from '../application/job-store.ts';
import type { Job, JobFailure, JobState } from '../domain/job.ts';
import type { LayoutId } from '../domain/layout.ts';
import { readNumberCursor } from '../domain/number-cursor.ts';
import { planNotFound } from '../domain/plan.ts';
import { spreadNow, spreadSome } from './events.d1.ts';
import { recordJobEvents } from './fact-events.ts';
import { KEEP_ENTRY } from './layout-entries.d1.ts';
import { pageOf } from './page-of.ts';
import { decodeProblem, encodeProblem } from './problem-bytes.ts';
import { fromPieces, toPieces } from './text-pieces.ts';

interface JobRow {
  readonly job_number: number;
  readonly job_id: string;
  readonly plan_id: string;
  readonly rebalances: string | null;
  readonly line_id: string | null;
  readonly state: JobState;
  readonly progress: number;
  readonly slices: number;
  readonly engine: string | null;
  readonly layout_id: string | null;
  readonly failure: string | null;
  readonly created_at: string;
  readonly touched_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
}

/** Pieces read at once: up to 1 MB each, of which an answer of the database is held several times over. */
const PIECES_PER_READ = 2;

const JOB = 'workspace_id = ?1 AND job_id = ?2';
const UNDER_WAY = `${JOB} AND state IN ('queued', 'running')`;

/** Jobs in D1. `onSpread` is called when there is an event to tell. */
export function jobStoreD1(db: D1Database, onSpread: () => void = () => {}): JobStore {
  /** A statement about one job: its first two parameters name it. */
  const ofJob = ({ workspaceId, jobId }: JobRef, sql: string, ...values: (string | number | null)[]) =>
    db.prepare(sql).bind(workspaceId, jobId, ...values);

  async function readPieces(jobNumber: number, slice: number): Promise<string[]> {
    const pieces: string[] = [];
    for (;;) {
      const { results } = await db
        .prepare(
          'SELECT piece FROM job_pieces WHERE job_number = ? AND slice = ? AND position >= ? ORDER BY position LIMIT ?',
        )
        .bind(jobNumber, slice, pieces.length, PIECES_PER_READ)
        .all<{ piece: string }>();
      pieces.push(...results.map(({ piece }) => piece));
      if (results.length < PIECES_PER_READ) return pieces;
    }
  }

  /** Ends a job that is under way, and takes away what it worked on. */
  async function end(ref: JobRef, state: JobState, values: { layoutId?: LayoutId; failure?: JobFailure } = {}) {
    const { layoutId = null, failure } = values;
    const now = new Date().toISOString();
    const answers = await db.batch([
      ofJob(
        ref,
        `INSERT INTO plan_layouts (workspace_id, plan_id, layout_id, created_at, line_id, name, note, labels)
         SELECT ?1, plans.plan_id, layouts.layout_id, ?4, jobs.line_id, jobs.remarks ->> 'name', jobs.remarks ->> 'note',
           coalesce(jobs.remarks -> 'labels', '[]') FROM jobs JOIN plans USING (workspace_id, plan_id)
           JOIN layouts ON layouts.workspace_id = ?1 AND layouts.layout_id = ?3
         WHERE jobs.workspace_id = ?1 AND job_id = ?2 AND state IN ('queued', 'running')
         ${KEEP_ENTRY}`,
        layoutId,
        now,
      ),
      ofJob(
        ref,
        `UPDATE jobs SET state = ?3, finished_at = ?4, layout_id = ?5, failure = ?6,
           progress = CASE ?3 WHEN 'succeeded' THEN 1 ELSE progress END WHERE ${UNDER_WAY}`,
        ...[state, now, layoutId, failure === undefined ? null : JSON.stringify(failure)],
      ),
      ofJob(
        ref,
        `DELETE FROM job_pieces WHERE job_number = (SELECT job_number FROM jobs WHERE ${JOB} AND finished_at IS NOT NULL)`,
      ),
      ...recordJobEvents(db, ref.workspaceId, ref.jobId, now),
      ...spreadNow(db),
    ]);
    if (spreadSome(answers)) onSpread();
    return (answers[1]?.meta.changes ?? 0) > 0;
  }

  return {
    async add(workspaceId, job, problem, most, remarks = {}) {
      const { jobId, planId, rebalances, line, state, progress, layoutId, createdAt, startedAt, finishedAt } = job;
      const ref = { workspaceId, jobId };
      const pieces = problem === null ? [] : await toPieces(encodeProblem(problem));
      const told = finishedAt === null ? [] : recordJobEvents(db, workspaceId, jobId, finishedAt);
      const answers = await db.batch([
        ofJob(
          ref,
          `INSERT INTO jobs (workspace_id, job_id, plan_id, rebalances, state, progress, layout_id, created_at, touched_at, started_at, finished_at, line_id, remarks)
           SELECT ?1, ?2, plan_id, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10, ?12, ?13 FROM plans WHERE workspace_id = ?1 AND plan_id = ?3
             AND (?10 IS NOT NULL OR (SELECT count(*) FROM jobs WHERE workspace_id = ?1 AND finished_at IS NULL) < ?11)`,
          ...[planId, rebalances, state, progress, layoutId, createdAt, startedAt, finishedAt, most, line],
          JSON.stringify(remarks),
        ),
        ...pieces.map((piece, position) =>
          ofJob(
            ref,
            `INSERT INTO job_pieces (job_number, slice, position, piece) SELECT job_number, 0, ?3, ?4 FROM jobs WHERE ${JOB}`,
            position,
            piece,
          ),
        ),
        ...told,
        ...(told.length > 0 ? spreadNow(db) : []),
      ]);
      if (told.length > 0 && spreadSome(answers)) onSpread();
      if (answers[0]?.meta.changes !== 0) return true;
      const plan = db.prepare('SELECT 1 AS one FROM plans WHERE workspace_id = ? AND plan_id = ?');
      if ((await plan.bind(workspaceId, planId).first()) === null) throw planNotFound();
      return false;
    },

    async remove(ref) {
      await ofJob(ref, `DELETE FROM jobs WHERE ${JOB}`).run();
    },

    async find(ref) {
      const row = await ofJob(ref, `SELECT * FROM jobs WHERE ${JOB}`).first<JobRow>();
      return row && toJob(row);
    },

    async list(workspaceId, { state, planId }, { cursor, limit }) {
      const { results } = await db
        .prepare(
          `SELECT * FROM jobs WHERE workspace_id = ?1 AND job_number < ?2
             AND (?4 IS NULL OR state = ?4) AND (?5 IS NULL OR plan_id = ?5)
           ORDER BY job_number DESC LIMIT ?3`,
        )
        .bind(workspaceId, readNumberCursor(cursor, Number.MAX_SAFE_INTEGER), limit + 1, state, planId)
        .all<JobRow>();
      return pageOf(results, limit, toJob, (row) => row.job_number);
    },

    async listUnderWay(workspaceId, limit) {
      const { results } = await db
        .prepare('SELECT * FROM jobs WHERE workspace_id = ? AND finished_at IS NULL ORDER BY job_number DESC LIMIT ?')
        .bind(workspaceId, limit)
        .all<JobRow>();
      return results.map(toJob);
    },

    async listUntouched(since, limit) {
      const { results } = await db
        .prepare(
          `SELECT jobs.* FROM jobs JOIN workspaces USING (workspace_id)
           WHERE finished_at IS NULL AND touched_at < ? AND ends_at IS NULL ORDER BY touched_at LIMIT ?`,
        )
        .bind(since, limit)
        .all<JobRow & { workspace_id: string }>();
      return results.map((row) => ({ workspaceId: row.workspace_id, job: toJob(row) }));
    },

    async open(ref, slices) {
      for (;;) {
        const [, found] = await db.batch<JobRow>([
          ofJob(
            ref,
            `UPDATE jobs SET state = 'running', started_at = coalesce(started_at, ?3), touched_at = ?3 WHERE ${UNDER_WAY}`,
            new Date().toISOString(),
          ),
          ofJob(ref, `SELECT * FROM jobs WHERE ${UNDER_WAY} AND slices = ?3`, slices),
        ]);
        const row = found?.results[0];
        if (row === undefined) return null;
        const { job_number: jobNumber, engine } = row;
        const problem = await readPieces(jobNumber, 0);
        const search = engine === null ? null : { engine, pieces: await readPieces(jobNumber, slices) };
        // Another run of the slice, or the end of the job, takes pieces away while they are read here.
        const isWhole = await ofJob(
          ref,
          `SELECT 1 AS one FROM jobs WHERE ${UNDER_WAY} AND slices = ?3`,
          slices,
        ).first();
        if (isWhole === null) continue;
        return {
          problem: decodeProblem(await fromPieces(problem)),
          search: search && { engine: search.engine, bytes: await fromPieces(search.pieces) },
        };
      }
    },

    async saveSlice(ref, slices, { progress, engine, search }) {
      const now = `SELECT job_number FROM jobs WHERE ${UNDER_WAY} AND slices = ?3`;
      const pieces = await toPieces([search]);
      const answers = await db.batch([
        ...pieces.map((piece, position) =>
          ofJob(
            ref,
            `INSERT INTO job_pieces (job_number, slice, position, piece) SELECT job_number, ?3 + 1, ?4, ?5 FROM (${now})`,
            ...[slices, position, piece],
          ),
        ),
        ofJob(ref, `DELETE FROM job_pieces WHERE job_number = (${now}) AND slice BETWEEN 1 AND ?3`, slices),
        ofJob(
          ref,
          `UPDATE jobs SET slices = ?3 + 1, progress = max(progress, ?4), engine = ?5, touched_at = ?6
           WHERE ${UNDER_WAY} AND slices = ?3`,
          ...[slices, progress, engine, new Date().toISOString()],
        ),
      ]);
      return (answers.at(-1)?.meta.changes ?? 0) > 0;
    },

    succeed: (ref, layoutId) => end(ref, 'succeeded', { layoutId }),
    fail: (ref, failure) => end(ref, 'failed', { failure }),
    cancel: (ref) => end(ref, 'cancelled'),
  };
}

function toJob(row: JobRow): Job {
  return {
    jobId: row.job_id,
    planId: row.plan_id,
    rebalances: row.rebalances as LayoutId | null,
    line: row.line_id,
    state: row.state,
    progress: row.progress,
    layoutId: row.layout_id as LayoutId | null,
    failure: row.failure === null ? null : (JSON.parse(row.failure) as JobFailure),
    createdAt: row.created_at,
    touchedAt: row.touched_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}
