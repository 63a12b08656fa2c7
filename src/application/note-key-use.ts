import type { ApiKey } from '../domain/api-key.ts';
import type { Ports } from './ports.ts';

/** A use is noted once in so many milliseconds: a write per request would cost more than the request. */
const NOTE_EVERY_MS = 60_000;

/** Notes that a key was used. Never throws: a request does not fail for it. */
export async function noteKeyUse(ports: Ports, workspaceId: string, key: ApiKey): Promise<void> {
  const now = Date.now();
  if (key.lastUsedAt !== null && Date.parse(key.lastUsedAt) > now - NOTE_EVERY_MS) return;
  const notAfter = new Date(now - NOTE_EVERY_MS).toISOString();
  try {
    await ports.keys.noteUse(workspaceId, key.keyId, new Date(now).toISOString(), notAfter);
  } catch (error) {
    console.error(JSON.stringify({ keyId: key.keyId, error: String(error) }));
  }
}
