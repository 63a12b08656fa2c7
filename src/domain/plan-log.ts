import { digestHex } from './digest-hex.ts';
import type { PlanEvent } from './plan-event.ts';

/** One entry of a plan's log: who decided what, and when. Entries are only ever added. */
export interface LogEntry {
  /** 1, 2, 3 ... */
  readonly seq: number;
  /** Milliseconds since 1970; later than that of the entry before. */
  readonly recordedMs: number;
  /** The key that did it. */
  readonly keyId: string;
  readonly event: PlanEvent;
  /** Digest of the entry before; 64 zeros where there is none. */
  readonly previous: string;
  /** See `digestEntry`. */
  readonly digest: string;
}

/** The end of a log, to which the next entry is added. */
export type LogEnd = Pick<LogEntry, 'seq' | 'recordedMs' | 'digest'>;

/** Where a log begins. */
export const LOG_START: LogEnd = { seq: 0, recordedMs: 0, digest: '0'.repeat(64) };

/** The entry that follows on a log's end. It is recorded now, or a millisecond after the one before where the clock stands still. */
export async function nextEntry(end: LogEnd, keyId: string, event: PlanEvent, nowMs: number): Promise<LogEntry> {
  const entry = {
    seq: end.seq + 1,
    recordedMs: Math.max(nowMs, end.recordedMs + 1),
    keyId,
    event,
    previous: end.digest,
  };
  return { ...entry, digest: await digestEntry(entry) };
}

/**
 * SHA-256 in hex of the UTF-8 of the JSON `[seq, recordedMs, keyId, event, previous]`, members of the event in the order in which the log gives
 * them: who holds one digest can prove that nothing before it was changed, taken out or put in.
 */
export function digestEntry({ seq, recordedMs, keyId, event, previous }: Omit<LogEntry, 'digest'>): Promise<string> {
  return digestHex(JSON.stringify([seq, recordedMs, keyId, event, previous]));
}

/** The number of the first entry that does not follow on the one before it, or null where all do. `entries` begin after `end`. */
export async function findBreak(entries: Iterable<LogEntry>, end: LogEnd = LOG_START): Promise<number | null> {
  let before = end;
  for (const entry of entries) {
    const follows =
      entry.seq === before.seq + 1 && entry.previous === before.digest && entry.recordedMs > before.recordedMs;
    if (!follows || entry.digest !== (await digestEntry(entry))) return entry.seq;
    before = entry;
  }
  return null;
}
