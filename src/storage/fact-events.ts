import { eventsOfEntry, switchFact } from '../domain/events-of-entry.ts';
import type { LogEntry } from '../domain/plan-log.ts';
import { dueAt, EVENT_ID, isWanted, NOW_MS } from './events.d1.ts';
import { PLAN } from './plan-selects.ts';

/** Only where the entry with this digest was added. */
const OF_ENTRY = `EXISTS (SELECT 1 FROM plan_log WHERE plan_number = (${PLAN}) AND seq = ?3 AND digest = ?4)`;

const LINE_OF_PUBLICATION = `SELECT event ->> 'line' FROM plan_log WHERE plan_number = (${PLAN}) AND subject = ?9
  AND kind IN ('publication-drafted', 'publication-changed') ORDER BY seq DESC LIMIT 1`;

const RECORD_OF_ENTRY = `INSERT INTO events (workspace_id, plan_id, event_id, type, fact, due_ms, data)
  SELECT ?1, ?2, ${EVENT_ID}, ?5, ?6, ${dueAt('?7')}, iif(?9 IS NULL, ?8, json_set(?8, '$.line', (${LINE_OF_PUBLICATION})))
  WHERE ${OF_ENTRY} AND ${isWanted('?1', '?7')} ON CONFLICT (workspace_id, fact) DO NOTHING`;

/** Statements that record what an entry of a plan's log tells, in the batch that adds it. */
export function recordEntryEvents(
  db: D1Database,
  workspaceId: string,
  planId: string,
  entry: LogEntry,
): D1PreparedStatement[] {
  const { seq, digest, event } = entry;
  const ofEntry = [workspaceId, planId, seq, digest] as const;
  const publication = 'publicationId' in event ? event.publicationId : null;
  const statements = eventsOfEntry(planId, entry).map(({ type, fact, dueMs, data }) =>
    db.prepare(RECORD_OF_ENTRY).bind(...ofEntry, type, fact, dueMs ?? 0, JSON.stringify(data), publication),
  );
  if (event.kind !== 'publication-withdrawn' || event.resumes !== null) return statements;
  // It never comes in force.
  const forget = `DELETE FROM events WHERE workspace_id = ?1 AND fact = ?5 AND is_spread = 0 AND ${OF_ENTRY}`;
  return [...statements, db.prepare(forget).bind(...ofEntry, switchFact(event.publicationId))];
}

/** Records that a plan got a layout at a moment, where it did not have it before: in the batch that adds it to the list. */
export function recordLayoutEvent(
  db: D1Database,
  workspaceId: string,
  planId: string,
  layoutId: string,
  createdAt: string,
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO events (workspace_id, plan_id, event_id, type, fact, due_ms, data)
       SELECT ?1, ?2, ${EVENT_ID}, 'layout.created', 'layout/' || sequence, ${NOW_MS},
         json_object('planId', ?2, 'layoutId', ?3, 'line', line_id)
       FROM plan_layouts JOIN plans USING (workspace_id, plan_id)
       WHERE workspace_id = ?1 AND plan_id = ?2 AND layout_id = ?3 AND plan_layouts.created_at = ?4 AND ${isWanted('?1', '0')}
       ON CONFLICT (workspace_id, fact) DO NOTHING`,
    )
    .bind(workspaceId, planId, layoutId, createdAt);
}

/** Records what has become of a job that ended at a moment, and that a plan got a layout from it: in the batch that ends it. */
export function recordJobEvents(
  db: D1Database,
  workspaceId: string,
  jobId: string,
  finishedAt: string,
): D1PreparedStatement[] {
  return JOB_EVENTS.map((sql) => db.prepare(sql).bind(workspaceId, jobId, finishedAt));
}

const JOB_EVENTS = [
  `INSERT INTO events (workspace_id, plan_id, event_id, type, fact, due_ms, data)
   SELECT ?1, plan_id, ${EVENT_ID}, 'layout.created', 'layout/' || sequence, ${NOW_MS},
     json_object('planId', plan_id, 'layoutId', layout_id, 'line', plan_layouts.line_id)
   FROM jobs JOIN plan_layouts USING (workspace_id, plan_id, layout_id)
   WHERE workspace_id = ?1 AND job_id = ?2 AND finished_at = ?3 AND plan_layouts.created_at = ?3 AND ${isWanted('?1', '0')}
   ON CONFLICT (workspace_id, fact) DO NOTHING`,
  `INSERT INTO events (workspace_id, plan_id, event_id, type, fact, due_ms, data)
   SELECT ?1, plan_id, ${EVENT_ID}, 'job.finished', 'job/' || job_id, ${NOW_MS},
     json_object('planId', plan_id, 'jobId', job_id, 'state', state, 'layoutId', layout_id, 'failure', failure ->> 'kind')
   FROM jobs WHERE workspace_id = ?1 AND job_id = ?2 AND finished_at = ?3 AND ${isWanted('?1', '0')}
   ON CONFLICT (workspace_id, fact) DO NOTHING`,
];

/** Switches to come of the plan ?3 that moves from the workspace ?1 into ?2: see `plan-transfers.d1.ts`. */
export const RECORD_SCHEDULED = `INSERT INTO events (workspace_id, plan_id, event_id, type, fact, due_ms, data)
  SELECT ?2, plan_id, ${EVENT_ID}, 'publication.in_force', 'publication/' || subject, event ->> 'fromMs',
    json_object('planId', plan_id, 'publicationId', subject, 'layoutId', event ->> 'toLayoutId',
      'from', strftime('%Y-%m-%dT%H:%M:%fZ', (event ->> 'fromMs') / 1000.0, 'unixepoch'), 'line', (
      SELECT event ->> 'line' FROM plan_log AS said WHERE said.plan_number = plan_log.plan_number AND said.subject = plan_log.subject
        AND said.kind IN ('publication-drafted', 'publication-changed') ORDER BY said.seq DESC LIMIT 1))
  FROM plan_log JOIN plans USING (plan_number)
  WHERE plans.workspace_id = ?1 AND plan_id = ?3 AND kind = 'publication-published' AND event ->> 'fromMs' > ${NOW_MS}
    AND NOT EXISTS (SELECT 1 FROM plan_log AS taken WHERE taken.plan_number = plan_log.plan_number
      AND taken.subject = plan_log.subject AND taken.kind = 'publication-withdrawn')`;
