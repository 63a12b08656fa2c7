import type { Contact } from './contact.ts';
import { quickDigest } from './quick-digest.ts';

/** What became of a row since a cursor; of all rows where there is none. */
export const OUTREACH_CHANGES = ['added', 'changed', 'removed'] as const;

/** A row of the outreach export. Of one that was removed only the contact and the rep are known. */
export interface OutreachRow {
  readonly change: (typeof OUTREACH_CHANGES)[number];
  readonly contact: string;
  readonly email: string | null;
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly language: string | null;
  readonly consent: Contact['consent'] | null;
  readonly account: string | null;
  readonly accountName: string | null;
  readonly repId: string;
  readonly repName: string | null;
}

/** What a row tells beside how it changed. */
export function rowOf(contact: Contact, accountName: string, rep: { readonly id: string; readonly name: string }) {
  const { id, email, name, firstName, lastName, language, consent, account } = contact;
  return {
    ...{ contact: id, email, name, firstName, lastName, language, consent, account, accountName },
    ...{ repId: rep.id, repName: rep.name },
  };
}

/** A row of which nothing is left but who was told to write to whom. */
export function removedRow(contact: string, repId: string): OutreachRow {
  const nothing = { email: null, name: null, firstName: null, lastName: null, language: null, consent: null };
  return { change: 'removed', contact, ...nothing, account: null, accountName: null, repId, repName: null };
}

/** Tells versions of a row apart. */
export function digestOf(row: Omit<OutreachRow, 'change'>): string {
  return quickDigest(JSON.stringify(row));
}
