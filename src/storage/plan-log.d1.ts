import type { NamedAccount, PlanLog } from '../application/plan-log.ts';
import { type PlanEvent, subjectOf } from '../domain/plan-event.ts';
import { LOG_READ } from '../domain/plan-file.ts';
import type { LogEntry } from '../domain/plan-log.ts';
import type { Statement } from '../domain/timeline.ts';
import { chunkJson } from './chunk-json.ts';
import { spreadNow, spreadSome } from './events.d1.ts';
import { recordEntryEvents } from './fact-events.ts';
import { PLAN } from './plan-selects.ts';

interface EntryRow {
  readonly seq: number;
  readonly recorded_at: number;
  readonly key_id: string;
  readonly event: string;
  readonly previous: string;
  readonly digest: string;
}

/** What an entry of the log says of an account's owner by name. */
export interface NamedRow {
  readonly account_id: string;
  readonly seq: number;
  readonly line: string;
  readonly owner: string;
  readonly from_ms: number;
  readonly until_ms: number | null;
  readonly is_correction: number;
  readonly recorded_at: number;
}

/** A row that is longer goes by itself: as JSON within JSON it would not fit. */
const MAX_ROW_CHARACTERS = 600_000;

/** Bytes of events that one query reads are bounded: an entry may have a megabyte. */
const READ = `SELECT seq, recorded_at, key_id, event, previous, digest FROM plan_log
  WHERE plan_number = (${PLAN}) AND seq IN (
    SELECT seq FROM (SELECT seq, SUM(bytes) OVER (ORDER BY seq) - bytes AS bytes_before FROM (
      SELECT seq, octet_length(event) AS bytes FROM plan_log WHERE plan_number = (${PLAN}) AND seq > ?3 ORDER BY seq LIMIT ?4))
    WHERE bytes_before < ${LOG_READ.bytes})
  ORDER BY seq`;

/** The plan is there, and its log ends just before the entry, with the very one that it follows on. */
const APPEND = `INSERT INTO plan_log (plan_number, seq, recorded_at, key_id, kind, subject, event, previous, digest)
  SELECT plan_number, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 FROM plans WHERE workspace_id = ?1 AND plan_id = ?2
    AND ?3 - 1 = (SELECT COALESCE(MAX(seq), 0) FROM plan_log WHERE plan_log.plan_number = plans.plan_number)
    AND (?3 = 1 OR ?9 = (SELECT digest FROM plan_log WHERE plan_log.plan_number = plans.plan_number AND seq = ?3 - 1))`;

/** Entries of a plan that comes in: the rows are [seq, recorded_at, key_id, kind, subject, event, previous, digest]. */
const RESTORE = `INSERT INTO plan_log (plan_number, seq, recorded_at, key_id, kind, subject, event, previous, digest)
  SELECT plan_number, ${Array.from({ length: 8 }, (_, at) => `row.value ->> ${at}`).join(', ')}
  FROM plans, json_each(?3) AS row WHERE workspace_id = ?1 AND plan_id = ?2`;

/** Only where the entry with this digest was added. */
const NAME = `INSERT INTO named_accounts (plan_number, account_id, seq, line, owner, from_ms, until_ms, is_correction, recorded_at)
  SELECT DISTINCT plan_number, account.value, seq, ?5, ?6, ?7, ?8, ?9, recorded_at FROM plan_log, json_each(?10) AS account
  WHERE plan_number = (${PLAN}) AND seq = ?3 AND digest = ?4`;

/** The same for one entry alone. */
const RESTORE_LARGE = `INSERT INTO plan_log (plan_number, seq, recorded_at, key_id, kind, subject, event, previous, digest)
  SELECT plan_number, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 FROM plans WHERE workspace_id = ?1 AND plan_id = ?2`;

/**
 * What entries of a log that came in name, in one query however many they are. Materialized: an entry is read as JSON once, not for each account.
 */
const RESTORE_NAMES = `WITH naming AS MATERIALIZED (
    SELECT plan_number, seq, COALESCE(event ->> 'line', '') AS line, event -> 'owner' AS owner, event ->> 'fromMs' AS from_ms,
      event ->> 'untilMs' AS until_ms, event ->> 'isCorrection' AS is_correction, recorded_at, event -> 'accountIds' AS account_ids
    FROM plan_log WHERE plan_number = (${PLAN}) AND seq BETWEEN ?3 AND ?4 AND kind = 'accounts-named')
  INSERT INTO named_accounts (plan_number, account_id, seq, line, owner, from_ms, until_ms, is_correction, recorded_at)
  SELECT DISTINCT plan_number, account.value, seq, line, owner, from_ms, until_ms, is_correction, recorded_at
  FROM naming, json_each(naming.account_ids) AS account`;

/** Logs of plans in D1. `onSpread` is called when there is an event to tell. */
export function planLogD1(db: D1Database, onSpread: () => void = () => {}): PlanLog {
  function nameAll(workspaceId: string, planId: string, { seq, digest, event }: LogEntry): D1PreparedStatement[] {
    if (event.kind !== 'accounts-named') return [];
    const { line, accountIds, owner, fromMs, untilMs, isCorrection } = event;
    return chunkJson(accountIds.map((id) => JSON.stringify(id))).map((chunk) =>
      db
        .prepare(NAME)
        .bind(
          ...[workspaceId, planId, seq, digest],
          ...[line ?? '', JSON.stringify(owner), fromMs, untilMs, Number(isCorrection), chunk],
        ),
    );
  }

  return {
    async read(workspaceId, planId, after, limit) {
      const { results } = await db.prepare(READ).bind(workspaceId, planId, after, limit).all<EntryRow>();
      return results.map(toEntry);
    },

    async append(workspaceId, planId, entries) {
      const told = entries.flatMap((entry) => recordEntryEvents(db, workspaceId, planId, entry));
      const answers = await db.batch([
        ...entries.map((entry) => db.prepare(APPEND).bind(workspaceId, planId, ...columnsOf(entry))),
        ...entries.flatMap((entry) => nameAll(workspaceId, planId, entry)),
        ...told,
        ...(told.length > 0 ? spreadNow(db) : []),
      ]);
      if (told.length > 0 && spreadSome(answers)) onSpread();
      return (answers[0]?.meta.changes ?? 0) > 0;
    },

    async restore(workspaceId, planId, entries) {
      const [first, last] = [entries[0], entries.at(-1)];
      if (first === undefined || last === undefined) return;
      const rows = entries.map((entry) => ({ entry, text: JSON.stringify(columnsOf(entry)) }));
      const large = rows.filter(({ text }) => text.length > MAX_ROW_CHARACTERS);
      const others = rows.filter(({ text }) => text.length <= MAX_ROW_CHARACTERS);
      await db.batch([
        ...chunkJson(others.map(({ text }) => text)).map((chunk) =>
          db.prepare(RESTORE).bind(workspaceId, planId, chunk),
        ),
        ...large.map(({ entry }) => db.prepare(RESTORE_LARGE).bind(workspaceId, planId, ...columnsOf(entry))),
        db.prepare(RESTORE_NAMES).bind(workspaceId, planId, first.seq, last.seq),
      ]);
    },

    async planOf(workspaceId, subject) {
      return db
        .prepare(
          `SELECT plan_id FROM plan_log JOIN plans USING (plan_number) WHERE subject = ? AND workspace_id = ?
           ORDER BY plan_number LIMIT 1`,
        )
        .bind(subject, workspaceId)
        .first<string>('plan_id');
    },

    async named(workspaceId, planId, accountIds) {
      const statement = db.prepare(
        `SELECT * FROM named_accounts WHERE plan_number = (${PLAN}) AND account_id IN (SELECT value FROM json_each(?3)) ORDER BY seq`,
      );
      const chunks = chunkJson(accountIds.map((id) => JSON.stringify(id)));
      if (chunks.length === 0) return [];
      const answers = await db.batch<NamedRow>(chunks.map((chunk) => statement.bind(workspaceId, planId, chunk)));
      return answers.flatMap(({ results }) => results.map(toStatement));
    },
  };
}

/** What the statements above call ?3 to ?10. */
function columnsOf({ seq, recordedMs, keyId, event, previous, digest }: LogEntry) {
  return [seq, recordedMs, keyId, event.kind, subjectOf(event), JSON.stringify(event), previous, digest] as const;
}

function toEntry({ seq, recorded_at, key_id, event, previous, digest }: EntryRow): LogEntry {
  return { seq, recordedMs: recorded_at, keyId: key_id, event: JSON.parse(event) as PlanEvent, previous, digest };
}

/** The statement that a row makes. */
export function toStatement(row: NamedRow): Statement<NamedAccount> {
  return {
    seq: row.seq,
    recordedMs: row.recorded_at,
    fromMs: row.from_ms,
    untilMs: row.until_ms,
    isCorrection: row.is_correction === 1,
    voidedMs: null,
    subject: {
      accountId: row.account_id,
      line: row.line === '' ? null : row.line,
      owner: JSON.parse(row.owner) as NamedAccount['owner'],
    },
  };
}
