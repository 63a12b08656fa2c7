import { addressOf } from '../domain/contact.ts';
import { Failure } from '../domain/failure.ts';
import { digestOf, rowOf } from '../domain/outreach-row.ts';
import { type LeftOutReason, settleAddress } from '../domain/settle-address.ts';
import type { NewEntry, OutreachClock, OwnedContact } from './outreach-store.ts';
import { openOwnersNow } from './owners-now.ts';
import type { Ports } from './ports.ts';

/** Contacts read at once: a million are a hundred reads. */
const CONTACTS_AT_ONCE = 10_000;
/** Numbers of entries read at once. */
const ENTRIES_AT_ONCE = 50_000;
/** How often a request tries while another writes, and how long it waits between. */
const [MAX_TRIES, WAIT_MS] = [40, 250];
/** Contacts left out that an answer names. */
export const MAX_LEFT_OUT = 1_000;

/** A contact that is left out of the export, and the one that is written to in its place. */
export interface LeftOut {
  readonly contact: string;
  readonly account: string;
  readonly repId: string | null;
  readonly reason: LeftOutReason;
  readonly instead: { readonly contact: string; readonly repId: string } | null;
}

/** A state of the outreach export that is on record. */
export interface SettledOutreach extends Pick<OutreachClock, 'epoch' | 'seq' | 'keptFrom'> {
  readonly counts: Readonly<Record<'told' | LeftOutReason, number>>;
  /** The first of them, by address. */
  readonly leftOut: readonly LeftOut[];
}

interface Candidate extends OwnedContact {
  readonly repId: string | null;
}

/**
 * Finds who writes to whom now, and notes what is another than the last time: after it the record holds a state that changes can be told from.
 *
 * A contact is written to by the rep who owns its account in the plan as a whole, else in the first of its lines, by id, in which one does. Each address is
 * settled once, by `settleAddress`: contacts are read in the order of addresses, so that no more of them than have one address are held.
 *
 * Cost: about four queries for 10,000 contacts. Throws `not-found`, `nothing-in-force`; `accounts-replaced` where another request takes long over the same.
 */
export async function settleOutreach(ports: Ports, workspaceId: string, planId: string): Promise<SettledOutreach> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const writer = crypto.randomUUID();
    const clock = await ports.outreach.begin(workspaceId, planId, writer, Date.now());
    if (clock !== null) {
      let settled: SettledOutreach | null = null;
      try {
        settled = await runOnce(ports, workspaceId, planId, writer, clock);
      } finally {
        if (settled?.seq !== clock.seq + 1) await ports.outreach.release(workspaceId, planId, writer);
      }
      if (settled !== null) return settled;
    }
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
  throw new Failure('accounts-replaced', 'another request takes long over the same: send the request again');
}

/** Null where another run has taken over meanwhile. */
async function runOnce(
  ports: Ports,
  workspaceId: string,
  planId: string,
  writer: string,
  { epoch, seq, keptFrom, isDirty }: OutreachClock,
): Promise<SettledOutreach | null> {
  const { outreach } = ports;
  const nowMs = Date.now();
  // Not before: who begins later must not write what was found earlier.
  const owners = await openOwnersNow(ports, workspaceId, planId);
  const next = seq + 1;
  let isChanged = isDirty;
  const counts = { told: 0, 'opted-out': 0, 'no-rep': 0, 'same-address': 0 };
  const leftOut: LeftOut[] = [];
  const confirmed = new Set<number>();

  function settle(group: readonly Candidate[]): NewEntry[] {
    const { told, leftOut: out } = settleAddress(group);
    const instead = told && { contact: told.contact.id, repId: told.repId ?? '' };
    for (const { candidate, reason } of out) {
      counts[reason]++;
      const { contact, repId } = candidate;
      if (leftOut.length < MAX_LEFT_OUT)
        leftOut.push({ contact: contact.id, account: contact.account, repId, reason, instead });
    }
    if (told === null || told.repId === null) return [];
    counts.told++;
    const name = owners.ownership.reps.get(told.repId)?.name ?? '';
    const digest = digestOf(rowOf(told.contact, told.accountName, { id: told.repId, name }));
    return [{ contactId: told.contact.id, repId: told.repId, digest }];
  }

  /** False where another run has begun. */
  async function note(entries: readonly NewEntry[]): Promise<boolean> {
    if (entries.length === 0) return true;
    const ids = entries.map(({ contactId }) => contactId);
    const key = (one: { contactId: string; repId: string }) => JSON.stringify([one.contactId, one.repId]);
    const known = new Map((await outreach.entries(workspaceId, planId, ids)).map((one) => [key(one), one]));
    const others = entries.filter((entry) => {
      const before = known.get(key(entry));
      if (before === undefined || before.isGone || before.digest !== entry.digest) return true;
      confirmed.add(before.entryNumber);
      return false;
    });
    if (others.length === 0) return true;
    isChanged = true;
    const numbers = await outreach.put(workspaceId, planId, writer, next, others);
    for (const number of numbers ?? []) confirmed.add(number);
    return numbers !== null;
  }

  let group: Candidate[] = [];
  for (let cursor: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof outreach.contacts>> = await outreach.contacts(
      ...([workspaceId, planId, owners.withTraits, { cursor, limit: CONTACTS_AT_ONCE }] as const),
    );
    const owned = await owners.of(page.items.map(({ account }) => account));
    const entries: NewEntry[] = [];
    for (const one of page.items) {
      const repId = owned.get(one.contact.account)?.find(({ rep }) => rep !== null)?.rep?.id ?? null;
      const [first] = group;
      if (first !== undefined && addressOf(first.contact.email) !== addressOf(one.contact.email)) {
        entries.push(...settle(group));
        group = [];
      }
      group.push({ ...one, repId });
    }
    cursor = page.next;
    if (cursor === null) entries.push(...settle(group));
    if (!(await note(entries))) return null;
    if (cursor === null) break;
  }

  for (let after = 0; ; ) {
    const live = await outreach.live(workspaceId, planId, { after, limit: ENTRIES_AT_ONCE });
    const gone = live.filter((number) => !confirmed.has(number));
    if (gone.length > 0) {
      isChanged = true;
      if (!(await outreach.drop(workspaceId, planId, writer, next, gone, nowMs))) return null;
    }
    if (live.length < ENTRIES_AT_ONCE) break;
    after = live.at(-1) ?? 0;
  }
  if (!isChanged) return { epoch, seq, keptFrom, counts, leftOut };
  if (!(await outreach.commit(workspaceId, planId, writer, seq))) return null;
  return { epoch, seq: next, keptFrom, counts, leftOut };
}
