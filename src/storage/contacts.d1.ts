import type { ContactStore } from '../application/contact-store.ts';
import { addressOf, type Consent, type Contact } from '../domain/contact.ts';
import { chunkJson } from './chunk-json.ts';
import { pageOf } from './page-of.ts';
import { IN_FORCE, PLAN } from './plan-selects.ts';
import { rowUploadsD1 } from './row-uploads.d1.ts';

/** A row of the table of contacts. */
export interface ContactRow {
  readonly contact_id: string;
  readonly account_id: string;
  readonly name: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly email: string;
  readonly language: string | null;
  readonly consent: Consent;
  readonly consent_on: string | null;
  readonly do_not_contact: number;
}

/** What was told of contacts holds nothing of them any more: of those that the statement of ids gives, with the plan's number as the only thing else. */
export const forgetTold = (plan: string, ids: string) =>
  `UPDATE outreach_entries SET digest = '' WHERE plan_number = (${plan}) AND digest <> '' AND contact_id IN (${ids})`;

/** Deletes the contacts of accounts, whose ids ?3 is a JSON array of, uploads under way included: statements to be run in this order. */
export const FORGET_CONTACTS = [
  forgetTold(
    PLAN,
    `SELECT contact_id FROM contacts WHERE contacts.plan_number = outreach_entries.plan_number
       AND account_id IN (SELECT value FROM json_each(?3))`,
  ),
  `DELETE FROM contacts WHERE plan_number = (${PLAN}) AND account_id IN (SELECT value FROM json_each(?3))`,
];

/** Contacts in D1. */
export function contactStoreD1(db: D1Database): ContactStore {
  return {
    uploads: rowUploadsD1<Contact, 'all'>(db, {
      table: 'contacts',
      keys: ['contact_id'],
      values: [
        ...['account_id', 'name', 'first_name', 'last_name', 'email', 'address', 'language'],
        ...['consent', 'consent_on', 'do_not_contact'],
      ],
      toRow: ({ id, account, name, firstName, lastName, email, language, consent, consentOn, doNotContact }) => [
        ...[id, account, name, firstName, lastName, email, addressOf(email), language],
        ...[consent, consentOn, doNotContact ? 1 : 0],
      ],
      replaced: () => ({ sql: '1', values: [] }),
      afterReplacing: `UPDATE outreach_entries SET digest = '' WHERE plan_number = (${PLAN}) AND digest <> ''
        AND NOT EXISTS (SELECT 1 FROM contacts WHERE contacts.plan_number = outreach_entries.plan_number AND draft = 0
          AND contacts.contact_id = outreach_entries.contact_id)`,
    }),

    async knownAccounts(workspaceId, planId, accountIds) {
      const known = new Set<string>();
      for (const chunk of chunkJson(accountIds.map((id) => JSON.stringify(id)))) {
        const ids = await db
          .prepare(
            `SELECT account_id FROM accounts WHERE set_number = (${IN_FORCE}) AND account_id IN (SELECT value FROM json_each(?3))`,
          )
          .bind(workspaceId, planId, chunk)
          .raw<[string]>();
        for (const [id] of ids) known.add(id);
      }
      return known;
    },

    async list(workspaceId, planId, { account, consent }, { cursor, limit }) {
      const { results } = await db
        .prepare(
          `SELECT * FROM contacts WHERE plan_number = (${PLAN}) AND draft = 0 AND contact_id > ?3
             AND (?5 IS NULL OR account_id = ?5) AND (?6 IS NULL OR consent = ?6) ORDER BY contact_id LIMIT ?4`,
        )
        .bind(workspaceId, planId, cursor ?? '', limit + 1, account, consent)
        .all<ContactRow>();
      return pageOf(results, limit, toContact, (row) => row.contact_id);
    },

    async find(workspaceId, planId, contactId) {
      const row = await db
        .prepare(`SELECT * FROM contacts WHERE plan_number = (${PLAN}) AND draft = 0 AND contact_id = ?3`)
        .bind(workspaceId, planId, contactId)
        .first<ContactRow>();
      return row && toContact(row);
    },

    async delete(workspaceId, planId, contactId) {
      const [, gone] = await db.batch(
        [
          forgetTold(PLAN, 'SELECT ?3'),
          `DELETE FROM contacts WHERE plan_number = (${PLAN}) AND draft = 0 AND contact_id = ?3`,
        ].map((sql) => db.prepare(sql).bind(workspaceId, planId, contactId)),
      );
      return (gone?.meta.changes ?? 0) > 0;
    },
  };
}

/** The contact that a row holds. */
export function toContact(row: ContactRow): Contact {
  const { contact_id: id, account_id: account, name, email, language, consent } = row;
  return {
    ...{ id, account, name, firstName: row.first_name, lastName: row.last_name, email, language },
    ...{ consent, consentOn: row.consent_on, doNotContact: row.do_not_contact === 1 },
  };
}
