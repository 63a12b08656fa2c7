import type { GovernanceStore } from '../application/plan-log.ts';
import { Governance } from '../domain/governance.ts';
import { planNotFound } from '../domain/plan.ts';
import type { PlanEvent } from '../domain/plan-event.ts';

/** Plans whose governance an isolate keeps. */
const MAX_HELD = 200;
/** Entries of one query. Lists of named accounts are left out of them: they are found by account. */
const ENTRIES_PER_READ = 500;

interface Row {
  readonly seq: number;
  readonly recorded_at: number;
  readonly key_id: string;
  readonly event: string | null;
  readonly previous: string;
  readonly digest: string;
}

/** By workspace and plan, the one used last at the end. */
const held = new Map<string, Governance>();

/**
 * Governance from the log in D1, of which an isolate keeps what it has read: each load asks for the entries since, so that it is never behind.
 *
 * The last entry that is known is asked for again: where it is another now, the plan was deleted and came in anew from a file.
 */
export function governanceStoreD1(db: D1Database): GovernanceStore {
  const statement = db.prepare(
    `SELECT log.seq, log.recorded_at, log.key_id, log.previous, log.digest,
       CASE WHEN log.kind = 'accounts-named' THEN json_set(log.event, '$.accountIds', json('[]')) ELSE log.event END AS event
     FROM plans LEFT JOIN plan_log AS log ON log.plan_number = plans.plan_number AND log.seq >= ?3
     WHERE plans.workspace_id = ?1 AND plans.plan_id = ?2 ORDER BY log.seq LIMIT ${ENTRIES_PER_READ}`,
  );

  return {
    async load(workspaceId, planId) {
      const key = `${workspaceId}/${planId}`;
      let governance = held.get(key) ?? new Governance();
      for (;;) {
        const { seq, digest } = governance.end;
        const { results } = await statement.bind(workspaceId, planId, seq).all<Row>();
        const [first] = results;
        if (first === undefined) throw planNotFound();
        if (seq > 0 && (first.seq !== seq || first.digest !== digest)) {
          governance = new Governance();
          continue;
        }
        for (const row of results) if (row.event !== null) governance.add(toEntry(row, row.event));
        if (results.length === ENTRIES_PER_READ) continue;
        keep(key, governance);
        return governance;
      }
    },
  };
}

function keep(key: string, governance: Governance): void {
  held.delete(key);
  held.set(key, governance);
  const [oldest] = held.keys();
  if (held.size > MAX_HELD && oldest !== undefined) held.delete(oldest);
}

function toEntry({ seq, recorded_at, key_id, previous, digest }: Row, event: string) {
  return { seq, recordedMs: recorded_at, keyId: key_id, event: JSON.parse(event) as PlanEvent, previous, digest };
}
