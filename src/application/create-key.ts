import type { ApiKey } from '../domain/api-key.ts';
import { Failure, type Violation } from '../domain/failure.ts';
import { createKey as makeKey } from '../domain/key.ts';
import { randomBase62 } from '../domain/random-base62.ts';
import type { Scope } from '../domain/scope.ts';
import type { Ports } from './ports.ts';

/** A key as it is shown once, and what is kept of it. */
export interface NewKey {
  readonly key: string;
  readonly record: ApiKey;
}

export interface AskedKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Milliseconds since 1970; null: never. */
  readonly expiresAt: number | null;
}

/** Makes a key of a workspace. Throws `insufficient-scope` where it could do what its maker cannot, `invalid-parameter` where it would be expired. */
export async function createKey(ports: Ports, workspaceId: string, maker: ApiKey, asked: AskedKey): Promise<NewKey> {
  expectScopes(maker, asked.scopes, '/scopes');
  if (asked.expiresAt !== null) expectToCome(asked.expiresAt, '/expiresAt');
  const made = newKey(asked, null);
  await ports.keys.add(workspaceId, made.key, made.record);
  return made;
}

/** Throws `invalid-parameter` for the end of a key that is past. */
export function expectToCome(endsAtMs: number, field: string): void {
  // What is no time at all is blamed for that.
  if (!(endsAtMs <= Date.now())) return;
  throw Failure.invalid('invalid-parameter', {
    field,
    value: new Date(endsAtMs).toISOString(),
    detail: 'is past',
    remedy: 'send a time to come, or leave expiresAt out for a key that does not expire',
  });
}

/** A key nobody has yet. */
export function newKey({ name, scopes, expiresAt }: AskedKey, replaces: string | null): NewKey {
  const key = makeKey();
  return {
    key,
    record: {
      keyId: `key_${randomBase62(22)}`,
      name,
      ending: key.slice(-4),
      scopes,
      createdAt: new Date().toISOString(),
      expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
      revokedAt: null,
      lastUsedAt: null,
      replaces,
    },
  };
}

/** Throws `insufficient-scope` with each scope that the maker of a key does not have. */
export function expectScopes(maker: ApiKey, scopes: readonly Scope[], field: string): void {
  const missing = scopes.filter((scope) => !maker.scopes.includes(scope));
  const violations = missing.map(
    (scope): Violation => ({
      field,
      value: scope,
      detail: 'is a scope that your key does not have',
      remedy: `leave it out, or make the key with one that has ${scope}`,
    }),
  );
  const [first, ...rest] = violations;
  if (first !== undefined) throw Failure.invalid('insufficient-scope', first, ...rest);
}
