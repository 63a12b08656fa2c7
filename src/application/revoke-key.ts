import { Failure } from '../domain/failure.ts';
import { getKey } from './get-key.ts';
import type { Ports } from './ports.ts';

/** Ends a key at once. Revoking it again changes nothing. Throws `not-found`; `last-key` where nobody could make keys any more. */
export async function revokeKey(ports: Ports, workspaceId: string, keyId: string): Promise<void> {
  const now = new Date().toISOString();
  if (await ports.keys.revoke(workspaceId, keyId, now)) return;
  const key = await getKey(ports, workspaceId, keyId);
  if (key.revokedAt !== null) return;
  throw new Failure(
    'last-key',
    'this is the last key with keys:write that does not expire: make another one first, then revoke this one with it',
  );
}
