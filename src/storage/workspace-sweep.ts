import type { Sweep, SweepStep } from '../application/sweep.ts';
import { KvLayoutCopies } from './layouts.kv.ts';
import type { RequestCounter } from './request-counter.ts';
import { REVIEW_TABLES } from './review-tables.ts';

/** Where a workspace leaves anything. */
export interface WorkspacePlaces {
  readonly db: D1Database;
  readonly kv: KVNamespace;
  readonly counters: DurableObjectNamespace<RequestCounter>;
}

/** Copies that one step deletes. */
const COPIES = 50;

const PLANS = 'SELECT plan_number FROM plans WHERE workspace_id = ?1';

/** Some of those that still have rows: plans share ids of accounts, so that one step may delete as many times as many. */
const SETS = `SELECT account_sets.set_number FROM plans JOIN account_sets USING (plan_number) WHERE workspace_id = ?1
  AND EXISTS (SELECT 1 FROM accounts WHERE accounts.set_number = account_sets.set_number) LIMIT 5`;

/** Some plans that still have rows in a table, as a statement. */
function plansWith(table: string): string {
  return `SELECT plan_number FROM plans WHERE workspace_id = ?1
  AND EXISTS (SELECT 1 FROM ${table} WHERE ${table}.plan_number = plans.plan_number) LIMIT 10`;
}

/** In this order, as rows refer to each other: what others still refer to waits for the next step. */
const STATEMENTS = [
  'DELETE FROM keys WHERE workspace_id = ?1',
  `DELETE FROM webhook_deliveries WHERE (webhook_number, event_number) IN (
     SELECT webhook_number, event_number FROM webhook_deliveries JOIN webhooks USING (webhook_number) WHERE workspace_id = ?1 LIMIT 5000)`,
  // Lanes go with them.
  `DELETE FROM webhooks WHERE workspace_id = ?1
     AND NOT EXISTS (SELECT 1 FROM webhook_deliveries WHERE webhook_deliveries.webhook_number = webhooks.webhook_number)`,
  `DELETE FROM events WHERE event_number IN (SELECT event_number FROM events WHERE workspace_id = ?1
     AND NOT EXISTS (SELECT 1 FROM webhook_deliveries WHERE webhook_deliveries.event_number = events.event_number) LIMIT 5000)`,
  // Nothing is added to a set that has ended.
  `UPDATE account_sets SET ended = 1 WHERE ended = 0 AND plan_number IN (${PLANS})`,
  `DELETE FROM accounts WHERE set_number IN (${SETS})
     AND account_id IN (SELECT account_id FROM accounts WHERE set_number IN (${SETS}) LIMIT 20000)`,
  `DELETE FROM account_sets WHERE plan_number IN (${PLANS})
     AND NOT EXISTS (SELECT 1 FROM accounts WHERE accounts.set_number = account_sets.set_number)`,
  `DELETE FROM reps WHERE plan_number IN (${plansWith('reps')})
     AND rep_id IN (SELECT rep_id FROM reps WHERE plan_number IN (${plansWith('reps')}) LIMIT 10000)`,
  `DELETE FROM departed_reps WHERE plan_number IN (${PLANS})
     AND NOT EXISTS (SELECT 1 FROM reps WHERE reps.plan_number = departed_reps.plan_number)`,
  `DELETE FROM account_places WHERE plan_number IN (${plansWith('account_places')})
     AND account_id IN (SELECT account_id FROM account_places WHERE plan_number IN (${plansWith('account_places')}) LIMIT 10000)`,
  `DELETE FROM named_accounts WHERE plan_number IN (${plansWith('named_accounts')})
     AND account_id IN (SELECT account_id FROM named_accounts WHERE plan_number IN (${plansWith('named_accounts')}) LIMIT 10000)`,
  `DELETE FROM goal_revisions WHERE plan_number IN (${plansWith('goal_revisions')})
     AND goal_id IN (SELECT goal_id FROM goal_revisions WHERE plan_number IN (${plansWith('goal_revisions')}) LIMIT 1000)`,
  `DELETE FROM goals WHERE goal_number IN (SELECT goal_number FROM goals WHERE plan_number IN (${plansWith('goals')}) LIMIT 5000)`,
  `DELETE FROM goal_clocks WHERE plan_number IN (${plansWith('goal_clocks')})`,
  `DELETE FROM territory_stages WHERE plan_number IN (${plansWith('territory_stages')})
     AND territory_id IN (SELECT territory_id FROM territory_stages WHERE plan_number IN (${plansWith('territory_stages')}) LIMIT 5000)`,
  `DELETE FROM review_settings WHERE plan_number IN (${PLANS})`,
  ...[
    ['review_readings', 'read_ms'],
    ['review_parts', 'run_id'],
    ['review_layouts', 'review_id'],
    ['reviews', 'review_id'],
  ].map(
    ([table = '', key = '']) => `DELETE FROM ${table} WHERE plan_number IN (${plansWith(table)})
     AND ${key} IN (SELECT ${key} FROM ${table} WHERE plan_number IN (${plansWith(table)}) LIMIT 200)`,
  ),
  `DELETE FROM plan_log WHERE plan_number IN (${plansWith('plan_log')})
     AND seq IN (SELECT seq FROM plan_log WHERE plan_number IN (${plansWith('plan_log')}) LIMIT 1000)`,
  `DELETE FROM plan_texts WHERE plan_number IN (${plansWith('plan_texts')})
     AND rowid IN (SELECT rowid FROM plan_texts WHERE plan_number IN (${plansWith('plan_texts')}) LIMIT 500)`,
  // Nothing is added to an upload that has ended.
  `UPDATE row_uploads SET ended = 1 WHERE ended = 0 AND plan_number IN (${PLANS})`,
  ...[
    ['actuals', 'account_id'],
    ['deals', 'deal_id'],
    ['contacts', 'contact_id'],
    ['outreach_entries', 'entry_number'],
  ].map(
    ([table = '', key = '']) => `DELETE FROM ${table} WHERE plan_number IN (${plansWith(table)})
     AND ${key} IN (SELECT ${key} FROM ${table} WHERE plan_number IN (${plansWith(table)}) LIMIT 10000)`,
  ),
  `DELETE FROM outreach_clocks WHERE plan_number IN (${PLANS})`,
  `DELETE FROM pipeline_stages WHERE plan_number IN (${PLANS})`,
  `DELETE FROM row_uploads WHERE plan_number IN (${PLANS})
     AND NOT EXISTS (SELECT 1 FROM actuals WHERE actuals.plan_number = row_uploads.plan_number)
     AND NOT EXISTS (SELECT 1 FROM deals WHERE deals.plan_number = row_uploads.plan_number)
     AND NOT EXISTS (SELECT 1 FROM contacts WHERE contacts.plan_number = row_uploads.plan_number)`,
  // At most a hundred of each plan.
  `DELETE FROM lines WHERE plan_number IN (${plansWith('lines')})`,
  'DELETE FROM jobs WHERE job_number IN (SELECT job_number FROM jobs WHERE workspace_id = ?1 LIMIT 100)',
  'DELETE FROM assignments WHERE assignment_number IN (SELECT assignment_number FROM assignments WHERE workspace_id = ?1 LIMIT 50)',
  'DELETE FROM layouts WHERE rowid IN (SELECT rowid FROM layouts WHERE workspace_id = ?1 LIMIT 50)',
  `DELETE FROM plans WHERE workspace_id = ?1
     AND NOT EXISTS (SELECT 1 FROM account_sets WHERE account_sets.plan_number = plans.plan_number)
     AND NOT EXISTS (SELECT 1 FROM reps WHERE reps.plan_number = plans.plan_number)
     AND NOT EXISTS (SELECT 1 FROM departed_reps WHERE departed_reps.plan_number = plans.plan_number)
     AND NOT EXISTS (SELECT 1 FROM account_places WHERE account_places.plan_number = plans.plan_number)
     AND NOT EXISTS (SELECT 1 FROM named_accounts WHERE named_accounts.plan_number = plans.plan_number)
     AND NOT EXISTS (SELECT 1 FROM plan_log WHERE plan_log.plan_number = plans.plan_number)
     AND NOT EXISTS (SELECT 1 FROM plan_texts WHERE plan_texts.plan_number = plans.plan_number)
     AND NOT EXISTS (SELECT 1 FROM goal_revisions WHERE goal_revisions.plan_number = plans.plan_number)
     AND NOT EXISTS (SELECT 1 FROM goals WHERE goals.plan_number = plans.plan_number)
     AND NOT EXISTS (SELECT 1 FROM goal_clocks WHERE goal_clocks.plan_number = plans.plan_number)
     AND NOT EXISTS (SELECT 1 FROM territory_stages WHERE territory_stages.plan_number = plans.plan_number)
     AND NOT EXISTS (SELECT 1 FROM lines WHERE lines.plan_number = plans.plan_number)
     ${REVIEW_TABLES.map((table) => `AND NOT EXISTS (SELECT 1 FROM ${table} WHERE ${table}.plan_number = plans.plan_number)`).join(' ')}
     AND NOT EXISTS (SELECT 1 FROM actuals WHERE actuals.plan_number = plans.plan_number)
     AND NOT EXISTS (SELECT 1 FROM deals WHERE deals.plan_number = plans.plan_number)
     AND NOT EXISTS (SELECT 1 FROM contacts WHERE contacts.plan_number = plans.plan_number)
     AND NOT EXISTS (SELECT 1 FROM outreach_entries WHERE outreach_entries.plan_number = plans.plan_number)
     AND NOT EXISTS (SELECT 1 FROM outreach_clocks WHERE outreach_clocks.plan_number = plans.plan_number)
     AND NOT EXISTS (SELECT 1 FROM row_uploads WHERE row_uploads.plan_number = plans.plan_number)`,
  'DELETE FROM idempotency WHERE record IN (SELECT record FROM idempotency WHERE workspace_id = ?1 LIMIT 200)',
];

/** Deletes all that a workspace holds: rows, then copies in KV, then what its limits have left. */
export function workspaceSweep({ db, kv, counters }: WorkspacePlaces, workspaceId: string): Sweep {
  const copies = new KvLayoutCopies(kv);
  const queries = STATEMENTS.length;
  return {
    calls: queries + COPIES + 2,
    async step() {
      const answers = await db.batch(STATEMENTS.map((sql) => db.prepare(sql).bind(workspaceId)));
      const rows = answers.reduce((sum, { meta }) => sum + meta.changes, 0);
      if (rows > 0) return { removed: rows, calls: queries, more: true };
      const removed = await copies.dropSome(workspaceId, COPIES);
      if (removed > 0) return { removed, calls: queries + 1 + removed, more: true };
      await counters.getByName(workspaceId).forget();
      return { removed: 0, calls: queries + 2, more: false };
    },
  };
}

/** Deletes all that workspaces hold that have ended, one after the other, and those themselves that ended before `endedBefore`: until then something may still be written to them. */
export function endedWorkspacesSweep(places: WorkspacePlaces, now: string, endedBefore: string): Sweep {
  const { db } = places;
  let after: readonly [endsAt: string, workspaceId: string] = ['', ''];
  let current: Sweep | null = null;

  async function next(): Promise<SweepStep> {
    const row = await db
      .prepare(
        `SELECT ends_at, workspace_id FROM workspaces WHERE ends_at <= ?1 AND (ends_at, workspace_id) > (?2, ?3)
         ORDER BY ends_at, workspace_id LIMIT 1`,
      )
      .bind(now, ...after)
      .first<{ ends_at: string; workspace_id: string }>();
    if (row === null) return { removed: 0, calls: 1, more: false };
    after = [row.ends_at, row.workspace_id];
    current = workspaceSweep(places, row.workspace_id);
    return { removed: 0, calls: 1, more: true };
  }

  async function finish(): Promise<number> {
    const { meta } = await db
      .prepare(
        `DELETE FROM workspaces WHERE workspace_id = ?1 AND ends_at <= ?2
           AND NOT EXISTS (SELECT 1 FROM plans WHERE workspace_id = ?1)
           AND NOT EXISTS (SELECT 1 FROM keys WHERE workspace_id = ?1)`,
      )
      .bind(after[1], endedBefore)
      .run();
    return meta.changes;
  }

  return {
    calls: STATEMENTS.length + COPIES + 3,
    async step() {
      if (current === null) return next();
      const { removed, calls, more } = await current.step();
      if (more) return { removed, calls, more };
      current = null;
      return { removed: removed + (await finish()), calls: calls + 1, more: true };
    },
  };
}
