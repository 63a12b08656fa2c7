import type { ApiKey } from '../domain/api-key.ts';
import type { Ports } from './ports.ts';

/** A use is noted once in so many milliseconds: a write per request would cost more than the request. */
const NOTE_EVERY_MS = 60_000;

/** What was read of keys before their use was noted: many requests may go by it. */
const noted = new WeakSet<ApiKey>();

/** Whether the last use that is noted is so long ago that this one is to be noted. */
export function isUseToNote(key: ApiKey): boolean {
  const { lastUsedAt } = key;
  if (noted.has(key)) return false;
  return lastUsedAt === null || Date.parse(lastUsedAt) <= Date.now() - NOTE_EVERY_MS;
}

/** Notes that a key was used. Never throws: a request does not fail for it. */
export async function noteKeyUse(ports: Ports, workspaceId: string, key: ApiKey): Promise<void> {
  noted.add(key);
  const now = Date.now();
  const notAfter = new Date(now - NOTE_EVERY_MS).toISOString();
  try {
    await ports.keys.noteUse(workspaceId, key.keyId, new Date(now).toISOString(), notAfter);
  } catch (error) {
    console.error(JSON.stringify({ keyId: key.keyId, error: String(error) }));
  }
}
