import type { RecordSweeper } from '../application/record-sweeper.ts';
import type { Sweep } from '../application/sweep.ts';
import { sweepSetRows } from './account-sets.d1.ts';
import { layoutSweep } from './layout-sweep.ts';
import type { RequestCounter } from './request-counter.ts';
import { endedWorkspacesSweep, workspaceSweep } from './workspace-sweep.ts';

/** Rows that one step deletes: an answer may hold 1 MB. */
const ROWS = 200;
/** Sets that are looked up at once. */
const SETS = 100;

/** Deletes what is over from D1, and what follows from it elsewhere. */
export function recordSweeperD1(
  db: D1Database,
  kv: KVNamespace,
  counters: DurableObjectNamespace<RequestCounter>,
): RecordSweeper {
  return {
    answers: (now) =>
      rowSweep(
        db,
        `DELETE FROM idempotency WHERE record IN (SELECT record FROM idempotency WHERE expires_at <= ? LIMIT ${ROWS})`,
        Date.parse(now),
      ),
    jobs: (endedBefore) =>
      rowSweep(
        db,
        `DELETE FROM jobs WHERE job_number IN (SELECT job_number FROM jobs WHERE finished_at < ? LIMIT ${ROWS})`,
        endedBefore,
      ),
    events: (dueBefore) =>
      rowSweep(
        db,
        `DELETE FROM events WHERE event_number IN (SELECT event_number FROM events WHERE due_ms < ? AND is_spread = 1
           AND NOT EXISTS (SELECT 1 FROM webhook_deliveries WHERE webhook_deliveries.event_number = events.event_number
             AND webhook_deliveries.state = 'pending') LIMIT ${ROWS})`,
        Date.parse(dueBefore),
      ),
    readings: (readBeforeMs) =>
      rowSweep(
        db,
        `DELETE FROM review_readings WHERE (plan_number, line, read_ms) IN (
           SELECT plan_number, line, read_ms FROM review_readings WHERE read_ms < ? LIMIT ${ROWS})`,
        readBeforeMs,
      ),
    accountSets: (touchedBefore) => accountSetSweep(db, touchedBefore),
    layouts: (touchedBefore, now) => layoutSweep(db, kv, touchedBefore, now),
    workspaces: (now, endedBefore) => endedWorkspacesSweep({ db, kv, counters }, now, endedBefore),
    workspace: (workspaceId) => workspaceSweep({ db, kv, counters }, workspaceId),
  };
}

/** Deletes by one statement until it finds nothing. */
function rowSweep(db: D1Database, sql: string, value: string | number): Sweep {
  return {
    calls: 1,
    async step() {
      const { meta } = await db.prepare(sql).bind(value).run();
      return { removed: meta.changes, calls: 1, more: meta.changes > 0 };
    },
  };
}

function accountSetSweep(db: D1Database, touchedBefore: string): Sweep {
  let sets: number[] = [];
  return {
    calls: 4,
    async step() {
      const isKnown = sets.length > 0;
      if (!isKnown) sets = await overSets(db, touchedBefore);
      const [set] = sets;
      if (set === undefined) return { removed: 0, calls: 1, more: false };
      const { rows, isGone } = await sweepSetRows(db, set);
      if (isGone) sets.shift();
      return { removed: rows, calls: isKnown ? 3 : 4, more: true };
    },
  };
}

/** Numbers of sets that never can be in force. A plan has one at least, so few are no more than one of a plan's. */
async function overSets(db: D1Database, touchedBefore: string): Promise<number[]> {
  const { results } = await db
    .prepare(
      `SELECT account_sets.set_number FROM account_sets JOIN plans USING (plan_number)
       WHERE account_sets.set_number <> plans.set_number AND (ended = 1 OR touched_at < ?) LIMIT ${SETS}`,
    )
    .bind(touchedBefore)
    .all<{ set_number: number }>();
  return results.map((row) => row.set_number);
}
