import type { EventLog } from '../application/event-log.ts';
import type { NewEvent } from '../domain/webhook-event.ts';
import { chunkJson } from './chunk-json.ts';

/** The present, in milliseconds. That of the database: events that follow on each other have ascending times whoever records them. */
export const NOW_MS = "CAST(round(unixepoch('now', 'subsec') * 1000) AS INTEGER)";

/** An id that nobody has yet. */
export const EVENT_ID = "'evt_' || lower(hex(randomblob(16)))";

/** What comes within so long is now: the clock of who recorded it may be ahead of that of the database. */
const SKEW_MS = 1_000;

/** When an event counts that is to count at a moment; `due` is an expression. */
export function dueAt(due: string): string {
  return `iif(${due} > ${NOW_MS} + ${SKEW_MS}, ${due}, ${NOW_MS})`;
}

/** What is told by nobody's webhook is not kept, but for what is to come: somebody may want to know by then. `due` is an expression. */
export function isWanted(workspace: string, due: string): string {
  return `(${due} > ${NOW_MS} + ${SKEW_MS} OR EXISTS (SELECT 1 FROM webhooks WHERE webhooks.workspace_id = ${workspace}))`;
}

/** Rows are [planId, type, fact, dueMs, data]. */
const RECORD = (only: string) => `INSERT INTO events (workspace_id, plan_id, event_id, type, fact, due_ms, data)
  SELECT ?1, row.value ->> 0, ${EVENT_ID}, row.value ->> 1, row.value ->> 2, ${dueAt('coalesce(row.value ->> 3, 0)')}, row.value ->> 4
  FROM json_each(?2) AS row WHERE ${isWanted('?1', 'coalesce(row.value ->> 3, 0)')} AND ${only} ORDER BY row.key
  ON CONFLICT (workspace_id, fact) DO NOTHING`;

/**
 * Statements that record events in the batch of whatever they tell; `spreadNow` goes after them.
 *
 * Events are only recorded where the workspace has a webhook, or where they are to come; and where a condition holds, whose values are ?3 and on.
 */
export function recordEvents(
  db: D1Database,
  workspaceId: string,
  events: readonly NewEvent[],
  only: { readonly sql: string; readonly values: readonly (string | number | null)[] } = { sql: '1', values: [] },
): D1PreparedStatement[] {
  const rows = events.map(({ planId, type, fact, dueMs, data }) =>
    JSON.stringify([planId, type, fact, dueMs, JSON.stringify(data)]),
  );
  return chunkJson(rows).map((chunk) => db.prepare(RECORD(only.sql)).bind(workspaceId, chunk, ...only.values));
}

/** Marks what is due: by one statement, as the time goes on between two. ?1 is the present or null, ?2 how many at most. */
const MARK = `UPDATE events SET is_spread = 2 WHERE event_number IN (
  SELECT event_number FROM events WHERE is_spread <> 1 AND is_spread = 0 AND due_ms <= coalesce(?1, ${NOW_MS})
  ORDER BY due_ms, event_number LIMIT ?2)`;

/** What is marked, with the webhooks that want it. */
const WANTED = `FROM events JOIN webhooks USING (workspace_id)
  WHERE is_spread <> 1 AND is_spread = 2 AND events.type IN (SELECT value FROM json_each(webhooks.events))
    AND (webhooks.plan_ids IS NULL OR events.plan_id IN (SELECT value FROM json_each(webhooks.plan_ids)))`;

const SPREAD = [
  `INSERT INTO webhook_lanes (webhook_number, plan_id, wake_ms) SELECT webhook_number, plan_id, min(due_ms) ${WANTED}
   GROUP BY webhook_number, plan_id ON CONFLICT DO UPDATE SET wake_ms = coalesce(wake_ms, excluded.wake_ms)`,
  `INSERT INTO webhook_deliveries (webhook_number, event_number, lane_number, due_ms, state, next_ms)
   SELECT webhook_number, event_number, (SELECT lane_number FROM webhook_lanes
     WHERE webhook_lanes.webhook_number = webhooks.webhook_number AND webhook_lanes.plan_id = events.plan_id), due_ms, 'pending', due_ms
   ${WANTED} ON CONFLICT DO NOTHING`,
  'UPDATE events SET is_spread = 1 WHERE is_spread <> 1 AND is_spread = 2',
];

/** Events that one batch makes deliveries of beside what it does. */
const BESIDE = 100;

/** Statements that make deliveries of what is due, for the end of a batch. Whether they made any: `spreadSome`. */
export function spreadNow(db: D1Database, nowMs: number | null = null, limit: number = BESIDE): D1PreparedStatement[] {
  return [db.prepare(MARK).bind(nowMs, limit), ...SPREAD.map((sql) => db.prepare(sql))];
}

/** Whether a batch that ends with `spreadNow` has made deliveries. */
export function spreadSome(answers: readonly { readonly meta: { readonly changes: number } }[]): boolean {
  return (answers.at(-2)?.meta.changes ?? 0) > 0;
}

/** Events in D1. `onSpread` is called when there is something new to send. */
export function eventLogD1(db: D1Database, onSpread: () => void): EventLog {
  return {
    async record(workspaceId, events) {
      if (events.length === 0) return;
      const answers = await db.batch([...recordEvents(db, workspaceId, events), ...spreadNow(db, null, events.length)]);
      if (spreadSome(answers)) onSpread();
    },

    async spreadDue(nowMs, limit) {
      const answers = await db.batch(spreadNow(db, nowMs, limit));
      return answers[0]?.meta.changes ?? 0;
    },
  };
}
