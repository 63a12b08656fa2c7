import { type ApiKey, keyState } from '../domain/api-key.ts';
import { Failure } from '../domain/failure.ts';
import { expectScopes, type NewKey, newKey } from './create-key.ts';
import { getKey } from './get-key.ts';
import type { Ports } from './ports.ts';

/**
 * Makes a key that takes over from another: the same name, scopes and length of life. The old one goes on for the overlap, so that callers can change over.
 *
 * Throws `not-found`, `key-not-active` for a key that has ended, and `insufficient-scope` for one that may do more than its maker.
 */
export async function rotateKey(
  ports: Ports,
  workspaceId: string,
  maker: ApiKey,
  keyId: string,
  overlapSeconds: number,
): Promise<NewKey> {
  const old = await getKey(ports, workspaceId, keyId);
  const now = Date.now();
  const state = keyState(old, now);
  if (state !== 'active') throw new Failure('key-not-active', `the key is ${state}: make a new one instead`);
  expectScopes(maker, old.scopes, '/scopes');
  const life = old.expiresAt === null ? null : Date.parse(old.expiresAt) - Date.parse(old.createdAt);
  const made = newKey({ name: old.name, scopes: old.scopes, expiresAt: life === null ? null : now + life }, keyId);
  const overlapEnd = new Date(now + overlapSeconds * 1000).toISOString();
  const isReplaced = await ports.keys.replace(workspaceId, keyId, overlapEnd, made.key, made.record);
  if (!isReplaced) throw new Failure('key-not-active', 'the key was revoked just now: make a new one instead');
  return made;
}
