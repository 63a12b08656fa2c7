import type { Scope } from './scope.ts';

/** What is on record of a key; the key itself is kept nowhere. Times are ISO 8601 in UTC. */
export interface ApiKey {
  readonly keyId: string;
  readonly name: string;
  /** Its last four digits, by which people tell keys apart. */
  readonly ending: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: string;
  /** Null: it does not expire. */
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  /** To the minute; null: never. */
  readonly lastUsedAt: string | null;
  /** The key that it was made to take over from. */
  readonly replaces: string | null;
}

export type KeyState = 'active' | 'expired' | 'revoked';

/** Whether a key opens anything at a moment, milliseconds since 1970. */
export function keyState(key: ApiKey, now: number): KeyState {
  if (key.revokedAt !== null) return 'revoked';
  return key.expiresAt !== null && Date.parse(key.expiresAt) <= now ? 'expired' : 'active';
}
