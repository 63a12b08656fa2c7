import type { ApiKey } from '../domain/api-key.ts';
import { readNumberCursor } from '../domain/number-cursor.ts';
import { LOG_READ } from '../domain/plan-file.ts';
import { findBreak, LOG_START, type LogEntry } from '../domain/plan-log.ts';
import { getPlan } from './get-plan.ts';
import type { Page, PageRequest } from './page.ts';
import type { Ports } from './ports.ts';

/** An entry with what is on record of the key that made it; null: the workspace has no such key. */
export interface AuditEntry {
  readonly entry: LogEntry;
  readonly key: ApiKey | null;
}

/** Whether the log of a plan is whole. */
export interface AuditVerdict {
  readonly entries: number;
  /** The number of the first entry that does not follow on the one before it; null: all do. */
  readonly brokenAt: number | null;
  /** Digest of the last entry; null: there is none. */
  readonly head: string | null;
}

/** A page of a plan's log, the oldest entry first; it holds fewer entries than its limit where they are long. Throws `not-found`. */
export async function readAudit(
  ports: Ports,
  workspaceId: string,
  planId: string,
  { cursor, limit }: PageRequest,
): Promise<Page<AuditEntry>> {
  const after = readNumberCursor(cursor, 0);
  await getPlan(ports, workspaceId, planId);
  const keyOf = keyFinder(ports, workspaceId);
  const entries = await ports.planLog.read(workspaceId, planId, after, limit);
  const items: AuditEntry[] = [];
  for (const entry of entries) items.push({ entry, key: await keyOf(entry.keyId) });
  const last = entries.at(-1)?.seq;
  const isMore = last !== undefined && (await ports.planLog.read(workspaceId, planId, last, 1)).length > 0;
  return { items, next: isMore ? String(last) : null };
}

/** All of a plan's log, as it is written. Throws `not-found`, at once. */
export async function streamAudit(
  ports: Ports,
  workspaceId: string,
  planId: string,
): Promise<AsyncGenerator<AuditEntry>> {
  await getPlan(ports, workspaceId, planId);
  const keyOf = keyFinder(ports, workspaceId);
  async function* all() {
    for await (const entry of allEntries(ports, workspaceId, planId)) yield { entry, key: await keyOf(entry.keyId) };
  }
  return all();
}

/** Works the digests of a plan's log out again. Throws `not-found`. */
export async function verifyAudit(ports: Ports, workspaceId: string, planId: string): Promise<AuditVerdict> {
  await getPlan(ports, workspaceId, planId);
  let entries = 0;
  let brokenAt: number | null = null;
  let end = LOG_START;
  for await (const entry of allEntries(ports, workspaceId, planId)) {
    entries++;
    brokenAt ??= await findBreak([entry], end);
    end = entry;
  }
  return { entries, brokenAt, head: entries === 0 ? null : end.digest };
}

/** A plan's log, entry by entry. */
export async function* allEntries(ports: Ports, workspaceId: string, planId: string): AsyncGenerator<LogEntry> {
  for (let after = 0; ; ) {
    const entries = await ports.planLog.read(workspaceId, planId, after, LOG_READ.entries);
    yield* entries;
    after = entries.at(-1)?.seq ?? after;
    if (entries.length === 0) return;
  }
}

/** Finds keys, each once. */
function keyFinder(ports: Ports, workspaceId: string): (keyId: string) => Promise<ApiKey | null> {
  const known = new Map<string, ApiKey | null>();
  return async (keyId) => {
    const held = known.get(keyId);
    if (held !== undefined) return held;
    const key = await ports.keys.find(workspaceId, keyId);
    known.set(keyId, key);
    return key;
  };
}
