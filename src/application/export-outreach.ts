import { digestOf, type OutreachRow, removedRow, rowOf } from '../domain/outreach-row.ts';
import type { EntryQuestion, ToldEntry } from './outreach-store.ts';
import type { Ports } from './ports.ts';

/** Rows read at once. */
const ROWS_AT_ONCE = 5_000;

/**
 * Rows of a state of the outreach export that is on record, or what changed since an earlier one, as they are read.
 *
 * What has changed since the state was settled is left out, and told as a change of the next state: nobody is told who has opted out meanwhile.
 */
export async function* exportOutreach(
  ports: Ports,
  workspaceId: string,
  planId: string,
  question: EntryQuestion,
): AsyncGenerator<readonly OutreachRow[]> {
  for (let after = 0; ; ) {
    const page = { after, limit: ROWS_AT_ONCE };
    const entries = await ports.outreach.told(workspaceId, planId, question, page);
    yield entries.flatMap((entry) => rowOfEntry(entry, question.since) ?? []);
    if (entries.length < ROWS_AT_ONCE) return;
    after = entries.at(-1)?.entryNumber ?? 0;
  }
}

function rowOfEntry(entry: ToldEntry, since: number | null): OutreachRow | null {
  const { contactId, repId, repName, contact, accountName, digest, isGone, addedSeq } = entry;
  if (isGone) return removedRow(contactId, repId);
  if (contact === null) return null;
  const row = rowOf(contact, accountName, { id: repId, name: repName });
  if (digestOf(row) !== digest || contact.doNotContact || contact.consent === 'refused') return null;
  return { change: since !== null && addedSeq <= since ? 'changed' : 'added', ...row };
}
