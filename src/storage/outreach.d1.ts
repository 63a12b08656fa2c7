import type { NewEntry, OutreachEntry, OutreachStore } from '../application/outreach-store.ts';
import { planNotFound } from '../domain/plan.ts';
import { randomBase62 } from '../domain/random-base62.ts';
import { type OwnableRow, ownableColumns, toOwnable } from './actuals.d1.ts';
import { chunkJson } from './chunk-json.ts';
import { type ContactRow, toContact } from './contacts.d1.ts';
import { pageOf } from './page-of.ts';
import { PLAN } from './plan-selects.ts';

/** That something is gone is told for so long. */
export const KEPT_MS = 90 * 86_400_000;

/** A writer who began so long ago has broken off. */
export const ABANDONED_AFTER_MS = 60_000;

/** The plan of a writer ?3 who may write the state after ?4, as a statement. */
const WRITING = `SELECT plan_number FROM outreach_clocks WHERE plan_number = (${PLAN}) AND writer = ?3 AND seq = ?4 - 1`;

const PUT = `INSERT INTO outreach_entries (plan_number, contact_id, rep_id, digest, added_seq, seq)
  SELECT plan_number, row.value ->> 0, row.value ->> 1, row.value ->> 2, ?4, ?4 FROM (${WRITING}), json_each(?5) AS row WHERE true
  ON CONFLICT (plan_number, contact_id, rep_id) DO UPDATE SET digest = excluded.digest, seq = excluded.seq, gone_ms = NULL,
    added_seq = CASE WHEN outreach_entries.gone_ms IS NULL THEN outreach_entries.added_seq ELSE excluded.seq END
  RETURNING entry_number`;

interface EntryRow {
  readonly entry_number: number;
  readonly contact_id: string;
  readonly rep_id: string;
  readonly digest: string;
  readonly gone_ms: number | null;
}

type ToldRow = EntryRow & {
  readonly added_seq: number;
  readonly account_name: string | null;
  readonly rep_name: string | null;
} & { readonly [Column in keyof ContactRow as `of_${Column}`]: ContactRow[Column] | null };

const OF_CONTACT = [
  ...['contact_id', 'account_id', 'name', 'first_name', 'last_name', 'email', 'language'],
  ...['consent', 'consent_on', 'do_not_contact'],
] as const satisfies readonly (keyof ContactRow)[];

/** Who was told to write to whom, in D1. */
export function outreachStoreD1(db: D1Database): OutreachStore {
  return {
    async begin(workspaceId, planId, writer, nowMs) {
      const before = nowMs - KEPT_MS;
      const gone = `FROM outreach_entries WHERE plan_number = (${PLAN}) AND gone_ms < ?3`;
      const [, , , read] = await db.batch<{
        epoch: string;
        seq: number;
        kept_from: number;
        writer: string;
        last: number;
      }>([
        db
          .prepare(
            `INSERT INTO outreach_clocks (plan_number, epoch, seq, kept_from, writer, begun_ms)
             SELECT plan_number, ?4, 0, 0, ?3, ?5 FROM plans WHERE workspace_id = ?1 AND plan_id = ?2
             ON CONFLICT (plan_number) DO UPDATE SET writer = excluded.writer, begun_ms = excluded.begun_ms
               WHERE writer = '' OR begun_ms < ?5 - ${ABANDONED_AFTER_MS}`,
          )
          .bind(workspaceId, planId, writer, randomBase62(22), nowMs),
        db
          .prepare(
            `UPDATE outreach_clocks SET kept_from = max(kept_from, COALESCE((SELECT max(seq) ${gone}), 0)) WHERE plan_number = (${PLAN})`,
          )
          .bind(workspaceId, planId, before),
        db.prepare(`DELETE ${gone}`).bind(workspaceId, planId, before),
        db
          .prepare(
            `SELECT epoch, seq, kept_from, writer, (SELECT max(seq) FROM outreach_entries AS entries
               WHERE entries.plan_number = outreach_clocks.plan_number) AS last
             FROM outreach_clocks WHERE plan_number = (${PLAN})`,
          )
          .bind(workspaceId, planId),
      ]);
      const row = read?.results[0];
      if (row === undefined) throw planNotFound();
      const { epoch, seq, kept_from: keptFrom, last } = row;
      if (row.writer !== writer) return null;
      return { epoch, seq, keptFrom, isDirty: (last ?? 0) > seq };
    },

    async release(workspaceId, planId, writer) {
      await db
        .prepare(`UPDATE outreach_clocks SET writer = '' WHERE plan_number = (${PLAN}) AND writer = ?3`)
        .bind(workspaceId, planId, writer)
        .run();
    },

    async contacts(workspaceId, planId, withTraits, { cursor, limit }) {
      const [address, id] = cursor === null ? ['', ''] : (JSON.parse(cursor) as [string, string]);
      const columns = OF_CONTACT.map((column) => `contacts.${column}`).join(', ');
      const rows = await db
        .prepare(
          `SELECT contacts.address, accounts.name, ${columns}, ${ownableColumns({ potential: -1, withTraits })}
           FROM plans JOIN contacts ON contacts.plan_number = plans.plan_number AND contacts.draft = 0
             JOIN accounts ON accounts.set_number = plans.set_number AND accounts.account_id = contacts.account_id
           WHERE workspace_id = ?1 AND plan_id = ?2 AND (contacts.address, contacts.contact_id) > (?3, ?4)
           ORDER BY contacts.address, contacts.contact_id LIMIT ?5`,
        )
        .bind(workspaceId, planId, address, id, limit + 1)
        .raw<[address: string, accountName: string, ...unknown[]]>();
      const toOwned = ([, accountName, ...rest]: (typeof rows)[number]) => ({
        accountName,
        contact: toContact(
          Object.fromEntries(OF_CONTACT.map((column, at) => [column, rest[at]])) as unknown as ContactRow,
        ),
        account: toOwnable(rest.slice(OF_CONTACT.length) as unknown as OwnableRow),
      });
      return pageOf(rows, limit, toOwned, ([last, , contactId]) => JSON.stringify([last, contactId]));
    },

    async entries(workspaceId, planId, contactIds) {
      const found: OutreachEntry[] = [];
      for (const chunk of chunkJson(contactIds.map((id) => JSON.stringify(id)))) {
        const { results } = await db
          .prepare(
            `SELECT entry_number, contact_id, rep_id, digest, gone_ms FROM outreach_entries
             WHERE plan_number = (${PLAN}) AND contact_id IN (SELECT value FROM json_each(?3))`,
          )
          .bind(workspaceId, planId, chunk)
          .all<EntryRow>();
        found.push(...results.map(toEntry));
      }
      return found;
    },

    async put(workspaceId, planId, writer, seq, entries) {
      const numbers: number[] = [];
      const rows = entries.map(({ contactId, repId, digest }: NewEntry) => JSON.stringify([contactId, repId, digest]));
      for (const chunk of chunkJson(rows)) {
        const { results } = await db
          .prepare(PUT)
          .bind(workspaceId, planId, writer, seq, chunk)
          .all<{ entry_number: number }>();
        if (results.length === 0) return null;
        numbers.push(...results.map((row) => row.entry_number));
      }
      return numbers;
    },

    async live(workspaceId, planId, { after, limit }) {
      const rows = await db
        .prepare(
          `SELECT entry_number FROM outreach_entries WHERE plan_number = (${PLAN}) AND gone_ms IS NULL AND entry_number > ?3
           ORDER BY entry_number LIMIT ?4`,
        )
        .bind(workspaceId, planId, after, limit)
        .raw<[number]>();
      return rows.map(([number]) => number);
    },

    async drop(workspaceId, planId, writer, seq, entryNumbers, nowMs) {
      for (const chunk of chunkJson(entryNumbers.map(String))) {
        const { meta } = await db
          .prepare(
            `UPDATE outreach_entries SET gone_ms = ?6, seq = ?4, digest = '' WHERE plan_number = (${WRITING})
               AND entry_number IN (SELECT value FROM json_each(?5))`,
          )
          .bind(workspaceId, planId, writer, seq, chunk, nowMs)
          .run();
        if (meta.changes === 0) return false;
      }
      return true;
    },

    async commit(workspaceId, planId, writer, seq) {
      const { meta } = await db
        .prepare(
          `UPDATE outreach_clocks SET seq = seq + 1, writer = '' WHERE plan_number = (${PLAN}) AND writer = ?3 AND seq = ?4`,
        )
        .bind(workspaceId, planId, writer, seq)
        .run();
      return meta.changes > 0;
    },

    async told(workspaceId, planId, { seq, since, repId }, { after, limit }) {
      const of = OF_CONTACT.map((column) => `contacts.${column} AS of_${column}`).join(', ');
      // Live ones by number; what changed by its state, of which there is mostly little.
      const which = since === null ? 'gone_ms IS NULL AND entries.seq <= ?6' : 'entries.seq > ?7 AND entries.seq <= ?6';
      const { results } = await db
        .prepare(
          `SELECT entries.*, ${of}, accounts.name AS account_name, reps.name AS rep_name
           FROM plans JOIN outreach_entries AS entries USING (plan_number)
             LEFT JOIN contacts ON contacts.plan_number = plans.plan_number AND contacts.draft = 0
               AND contacts.contact_id = entries.contact_id AND entries.gone_ms IS NULL
             LEFT JOIN accounts ON accounts.set_number = plans.set_number AND accounts.account_id = contacts.account_id
             LEFT JOIN reps ON reps.plan_number = plans.plan_number AND reps.rep_id = entries.rep_id
           WHERE workspace_id = ?1 AND plan_id = ?2 AND entry_number > ?3 AND (?5 IS NULL OR entries.rep_id = ?5) AND ${which}
           ORDER BY entry_number LIMIT ?4`,
        )
        .bind(workspaceId, planId, after, limit, repId, seq, ...(since === null ? [] : [since]))
        .all<ToldRow>();
      return results.map((row) => {
        const contact = Object.fromEntries(OF_CONTACT.map((column) => [column, row[`of_${column}`]]));
        return {
          ...toEntry(row),
          addedSeq: row.added_seq,
          contact: row.of_contact_id === null ? null : toContact(contact as unknown as ContactRow),
          accountName: row.account_name ?? '',
          repName: row.rep_name ?? '',
        };
      });
    },
  };
}

function toEntry(row: EntryRow): OutreachEntry {
  const { entry_number: entryNumber, contact_id: contactId, rep_id: repId, digest, gone_ms: goneMs } = row;
  return { entryNumber, contactId, repId, digest, isGone: goneMs !== null };
}
