import type { GovernanceStore } from '../application/plan-log.ts';
import { Governance } from '../domain/governance.ts';
import { planNotFound } from '../domain/plan.ts';
import type { PlanEvent } from '../domain/plan-event.ts';
import { ByteBoundedCache } from './byte-bounded-cache.ts';

/** Characters of the governance that an isolate keeps. */
const CAPACITY = 12_000_000;
/** Entries of one query, and bytes of their events. Lists of named accounts are left out of them: they are found by account. */
const ENTRIES_PER_READ = 500;
const BYTES_PER_READ = 2_000_000;

interface Row {
  readonly seq: number;
  readonly recorded_at: number;
  readonly key_id: string;
  readonly event: string | null;
  /** Of the whole log; null: it is empty. */
  readonly last_seq: number | null;
  readonly previous: string;
  readonly digest: string;
}

/** By workspace and plan. */
const held = new ByteBoundedCache<Governance>(CAPACITY);
/**
 * Governance from the log in D1, of which an isolate keeps what it has read: each load asks for the entries since, so that it is never behind.
 *
 * The last entry that is known is asked for again: where it is another now, the plan was deleted and came in anew from a file.
 */
export function governanceStoreD1(db: D1Database): GovernanceStore {
  const statement = db.prepare(
    `WITH own AS MATERIALIZED (
       SELECT plan_number, (SELECT MAX(seq) FROM plan_log WHERE plan_log.plan_number = plans.plan_number) AS last_seq
       FROM plans WHERE workspace_id = ?1 AND plan_id = ?2),
     sized AS (
       SELECT seq, CASE WHEN kind = 'accounts-named' THEN 0 ELSE octet_length(event) END AS bytes
       FROM plan_log WHERE plan_number = (SELECT plan_number FROM own) AND seq >= ?3 ORDER BY seq LIMIT ${ENTRIES_PER_READ}),
     summed AS (SELECT seq, bytes, SUM(bytes) OVER (ORDER BY seq) - bytes AS bytes_before FROM sized)
     SELECT own.last_seq, log.seq, log.recorded_at, log.key_id, log.previous, log.digest,
       CASE WHEN log.kind = 'accounts-named' THEN json_set(log.event, '$.accountIds', json('[]')) ELSE log.event END AS event
     FROM own LEFT JOIN summed ON summed.bytes_before < ${BYTES_PER_READ}
       LEFT JOIN plan_log AS log ON log.plan_number = own.plan_number AND log.seq = summed.seq
     ORDER BY log.seq`,
  );

  return {
    async load(workspaceId, planId) {
      const key = `${workspaceId}/${planId}`;
      let governance = held.find(key) ?? new Governance();
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
        if (governance.end.seq < (first.last_seq ?? 0)) continue;
        held.keep(key, governance, Math.min(governance.characters, CAPACITY));
        return governance;
      }
    },
  };
}

function toEntry({ seq, recorded_at, key_id, previous, digest }: Row, event: string) {
  return { seq, recordedMs: recorded_at, keyId: key_id, event: JSON.parse(event) as PlanEvent, previous, digest };
}
