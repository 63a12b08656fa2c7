import type { ApiKey } from '../domain/api-key.ts';
import { Failure } from '../domain/failure.ts';
import { getKey } from './get-key.ts';
import type { Ports } from './ports.ts';

/**
 * Ends a key at once. Revoking it again changes nothing.
 *
 * Throws `not-found`; `last-key` where nobody could make keys any more; `precondition-failed` where the key was changed since it was `expected`
 * to be so. Use is no change.
 */
export async function revokeKey(
  ports: Ports,
  workspaceId: string,
  keyId: string,
  expected: ApiKey | null = null,
): Promise<void> {
  const now = new Date().toISOString();
  if (await ports.keys.revoke(workspaceId, keyId, now, expected)) return;
  const key = await getKey(ports, workspaceId, keyId);
  if (expected !== null && (key.expiresAt !== expected.expiresAt || key.revokedAt !== expected.revokedAt)) {
    throw new Failure(
      'precondition-failed',
      'somebody changed the key at the same time: read it again and decide anew',
    );
  }
  if (key.revokedAt !== null) return;
  throw new Failure(
    'last-key',
    'this is the last key with keys:write that does not expire: make another one first, then revoke this one with it',
  );
}
