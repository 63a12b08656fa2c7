import type { Contact } from '../domain/contact.ts';
import type { OwnableAccount } from './actual-store.ts';
import type { Page, PageRequest } from './page.ts';

/** How far the outreach export of a plan is. */
export interface OutreachClock {
  /** Tells this record from that of another plan. */
  readonly epoch: string;
  /** Number of the last state that was told. */
  readonly seq: number;
  /** Number of the oldest state since which all changes are known. */
  readonly keptFrom: number;
  /** Whether a run that broke off has left anything behind. */
  readonly isDirty: boolean;
}

/** A contact with what decides who owns its account. */
export interface OwnedContact {
  readonly contact: Contact;
  readonly accountName: string;
  readonly account: OwnableAccount;
}

/** Who was told to write to whom. */
export interface OutreachEntry {
  readonly entryNumber: number;
  readonly contactId: string;
  readonly repId: string;
  /** Of the row that was told. */
  readonly digest: string;
  readonly isGone: boolean;
}

/** An entry as it is to be. */
export type NewEntry = Pick<OutreachEntry, 'contactId' | 'repId' | 'digest'>;

/** An entry with what the record says of it now. */
export interface ToldEntry extends OutreachEntry {
  readonly addedSeq: number;
  /** Null where it is gone. */
  readonly contact: Contact | null;
  readonly accountName: string;
  /** Name of the rep; empty where the rep is gone. */
  readonly repName: string;
}

/** Which entries are read: those that are there in a state, or what changed since another. */
export interface EntryQuestion {
  readonly seq: number;
  readonly since: number | null;
  /** Null: of all reps. */
  readonly repId: string | null;
}

/** What was told of who writes to whom. One writer at a time; one that took too long is told that it is none any more. */
export interface OutreachStore {
  /** Takes the record over for a writer, and gives up what is older than it is kept for. Null where another writes, and has not taken too long. Throws `not-found`. */
  begin(workspaceId: string, planId: string, writer: string, nowMs: number): Promise<OutreachClock | null>;
  /** Ends a writer that wrote nothing, or broke off. */
  release(workspaceId: string, planId: string, writer: string): Promise<void>;
  /** All contacts, by address, then by id. */
  contacts(workspaceId: string, planId: string, withTraits: boolean, page: PageRequest): Promise<Page<OwnedContact>>;
  /** Entries of some contacts. */
  entries(workspaceId: string, planId: string, contactIds: readonly string[]): Promise<OutreachEntry[]>;
  /** Writes entries of the state after the last one; answers their numbers, null where another writer has begun. */
  put(
    workspaceId: string,
    planId: string,
    writer: string,
    seq: number,
    entries: readonly NewEntry[],
  ): Promise<number[] | null>;
  /** Numbers of entries that are not gone, ascending. */
  live(workspaceId: string, planId: string, page: { after: number; limit: number }): Promise<number[]>;
  /** Notes that entries are gone. */
  drop(
    workspaceId: string,
    planId: string,
    writer: string,
    seq: number,
    entryNumbers: readonly number[],
    nowMs: number,
  ): Promise<boolean>;
  /** Makes the next state the last one, and ends the writer. */
  commit(workspaceId: string, planId: string, writer: string, seq: number): Promise<boolean>;
  /** Entries by number. */
  told(
    workspaceId: string,
    planId: string,
    question: EntryQuestion,
    page: { after: number; limit: number },
  ): Promise<ToldEntry[]>;
}
